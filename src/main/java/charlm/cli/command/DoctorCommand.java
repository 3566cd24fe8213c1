package charlm.cli.command;

import charlm.bench.SelfTest;
import charlm.bench.SelfTest.Outcome;
import charlm.report.Libraries;
import charlm.tensor.EngineUnavailableException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** Checks whether charlm works on this machine. */
@Command(
        name = "doctor",
        header = "Shows versions, machine and engines, and tests every engine, in seconds.",
        sortOptions = false)
public final class DoctorCommand implements Subcommand {
    private static final double BYTES_PER_MEBIBYTE = 1 << 20;

    @Override
    public void run(CommandContext context) {
        VersionProvider.lines().forEach(context::print);
        context.print(String.format(
                Locale.ROOT,
                "Java heap up to %.0f MiB, file encoding %s, GOMP_SPINCOUNT %s",
                Runtime.getRuntime().maxMemory() / BYTES_PER_MEBIBYTE,
                System.getProperty("file.encoding"),
                System.getenv()
                        .getOrDefault(
                                "GOMP_SPINCOUNT",
                                "not set (the launcher ./charlm sets it; without it threads may wait long)")));
        context.print("libraries: " + String.join(", ", Libraries.names()));
        List<SelfTest.EngineResult> results = SelfTest.run();
        results.forEach(result -> context.print(describe(result)));
        if (results.stream().allMatch(result -> result.outcome() == Outcome.LEFT_OUT)) {
            throw new EngineUnavailableException(
                    "no engine can start on this machine; see the lines above, and the platforms in the README");
        }
        if (results.stream().anyMatch(result -> result.outcome() == Outcome.FAILED)) {
            throw new IllegalStateException("an engine computes wrong numbers on this machine; see the lines above");
        }
    }

    public static String describe(SelfTest.EngineResult result) {
        String name = result.engine().name().toLowerCase(Locale.ROOT);
        return "self-test of " + name + ": "
                + switch (result.outcome()) {
                    case PASSED ->
                        String.format(
                                Locale.ROOT,
                                "passed, %d training steps in %.1f s",
                                result.losses().size(),
                                result.elapsedSeconds());
                    case FAILED ->
                        "FAILED, " + result.description()
                                + (result.losses().isEmpty() ? "" : "; the losses are " + result.losses());
                    case LEFT_OUT -> "left out, " + result.description();
                };
    }
}
