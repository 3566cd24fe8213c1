package charlm.cli.option;

import charlm.experiment.config.EngineConfig;
import charlm.tensor.EngineChoice;
import charlm.tensor.Precision;
import picocli.CommandLine.Option;

/** The engine. */
public final class EngineOptions {
    /** More than machines have cores. Every thread takes memory of its own, in each command. */
    private static final int MOST_THREADS = 4_096;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Number of threads; 0 for one per core (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = "auto",
            description = "Engine: onednn, nd4j, or auto for oneDNN where there is a build of it (default:"
                    + " ${DEFAULT-VALUE}).")
    private EngineChoice engine;

    @Option(
            names = "--precision",
            paramLabel = "PRECISION",
            defaultValue = "auto",
            description =
                    "Precision of training: fp32, bf16 (mixed), or auto for bf16 where the processor multiplies it"
                            + " much faster (default: ${DEFAULT-VALUE}).")
    private Precision precision;

    public void check(Checks checks) {
        checks.atLeast("--threads", 0, threads).atMost("--threads", MOST_THREADS, threads);
    }

    public EngineConfig config() {
        return new EngineConfig(engine, precision, Math.max(0, threads)); // a negative number is a problem already
    }
}
