package charlm.cli.option;

import charlm.experiment.config.EngineConfig;
import charlm.tensor.EngineChoice;
import charlm.tensor.Precision;
import java.util.List;
import picocli.CommandLine.Option;

/** What computes. */
public final class EngineOptions {
    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Processor threads, 0 for one a core (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = "auto",
            description = "onednn, nd4j, or auto: oneDNN where there is a build of it (default: ${DEFAULT-VALUE}).")
    private EngineChoice engine;

    @Option(
            names = "--precision",
            paramLabel = "PRECISION",
            defaultValue = "auto",
            description =
                    "Of training: fp32, bf16 (mixed), or auto: bf16 where the processor multiplies that much faster"
                            + " (default: ${DEFAULT-VALUE}).")
    private Precision precision;

    /** Returns what is out of range. */
    public List<String> problems() {
        return new Ranges().atLeast("--threads", 0, threads).problems();
    }

    public EngineConfig config() {
        return new EngineConfig(engine, precision, threads);
    }
}
