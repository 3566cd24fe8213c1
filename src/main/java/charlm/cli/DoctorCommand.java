package charlm.cli;

import charlm.bench.SelfTest;
import charlm.report.Libraries;
import charlm.tensor.EngineUnavailableException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** Tells whether charlm can work here. */
@Command(
        name = "doctor",
        header = "Tells versions, machine and engines, and tests every engine, in seconds.",
        sortOptions = false)
final class DoctorCommand implements Subcommand {
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
                                "GOMP_SPINCOUNT", "not set: the launcher sets it, without it threads may wait long")));
        context.print("libraries: " + String.join(", ", Libraries.names()));
        List<SelfTest.Result> results = SelfTest.run();
        results.forEach(result -> context.print(describe(result)));
        if (results.stream().noneMatch(SelfTest.Result::started)) {
            throw new EngineUnavailableException("no engine can start here; see above, and README for the platforms");
        }
        if (!results.stream().allMatch(SelfTest.Result::passed)) {
            throw new IllegalStateException("an engine computes wrongly on this machine; see above");
        }
    }

    private static String describe(SelfTest.Result result) {
        String name = result.engine().name().toLowerCase(Locale.ROOT);
        if (!result.started()) {
            return "self-test of " + name + ": left out, it is not here";
        }
        return String.format(
                Locale.ROOT,
                "self-test of %s: %s, %d training steps in %.1f s",
                name,
                result.passed() ? "passed" : "FAILED, the losses are " + result.losses(),
                result.losses().size(),
                result.elapsedSeconds());
    }
}
