package charlm.cli.command;

import charlm.experiment.config.EngineConfig;
import charlm.report.Machine;
import charlm.tensor.Engine;
import charlm.tensor.EngineChoice;
import charlm.tensor.EngineUnavailableException;
import charlm.tensor.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.IVersionProvider;

/** Tells the version that the jar's manifest carries, and what it runs on; only this starts the engines. */
public final class VersionProvider implements IVersionProvider {
    /** Returns the version of this program, {@code development} when it does not run from its jar. */
    public static String version() {
        String version = VersionProvider.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
        return lines().toArray(String[]::new);
    }

    /** Returns the version, the virtual machine, the processor and the engines with their instruction set. */
    static List<String> lines() {
        Machine machine = Machine.here();
        List<String> lines = new ArrayList<>();
        lines.add("charlm " + version());
        lines.add(machine.java() + ", " + machine.system());
        lines.add(machine.processor() + ", " + machine.cores() + (machine.cores() == 1 ? " core" : " cores"));
        for (EngineChoice choice : EngineChoice.engines()) {
            lines.add("engine " + choice.name().toLowerCase(Locale.ROOT) + ": " + describe(choice));
        }
        return lines;
    }

    private static String describe(EngineChoice choice) {
        try (Engine engine = new EngineConfig(choice, Precision.FP32, 0).open()) {
            return engine.description();
        } catch (EngineUnavailableException e) {
            return "not here: " + e.getMessage();
        }
    }
}
