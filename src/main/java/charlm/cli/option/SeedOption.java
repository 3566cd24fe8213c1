package charlm.cli.option;

import charlm.train.TrainingDefaults;
import picocli.CommandLine.Option;

/** The seed of a run. */
public final class SeedOption {
    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "" + TrainingDefaults.SEED,
            description = "Seed of all random draws (default: ${DEFAULT-VALUE}).")
    private long seed;

    public long seed() {
        return seed;
    }
}
