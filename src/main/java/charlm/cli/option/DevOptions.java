package charlm.cli.option;

import charlm.experiment.config.DevConfig;
import charlm.experiment.config.Interval;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The evaluation of a model while it is finetuned. */
public final class DevOptions {
    @Option(
            names = {"--eval_corpus_path", "--eval-corpus-path"},
            paramLabel = "TSV",
            description = "Evaluate during training on these questions with answers, and keep the best checkpoint in"
                    + " OUT.best.")
    private Path questions;

    @Option(
            names = {"--eval-every", "--eval_every"},
            paramLabel = "N",
            converter = Converters.Steps.class,
            description = "Time between two evaluations: 500, \"500 steps\", \"2 epochs\"; one more follows the last"
                    + " step (default: " + DevConfig.DEFAULT_EVERY + ").")
    private Interval every;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description = "Stop after N evaluations in a row without a new best (default: never).")
    private Integer patience;

    @Option(
            names = {"--sample-every", "--sample_every"},
            paramLabel = "N",
            converter = Converters.Steps.class,
            description = "Log a few of the questions with the model's answers this often (default: never).")
    private Interval sampleEvery;

    public void check(Checks checks) {
        checks.files().readable(questions);
        checks.require(
                        questions != null || every == null && patience == null && sampleEvery == null,
                        "--eval-every, --patience and --sample-every need --eval_corpus_path TSV")
                .atLeast("--patience", 1, patience);
    }

    /** Returns nothing when there are no questions to ask. */
    public Optional<DevConfig> config() {
        return Optional.ofNullable(questions)
                .filter(file -> patience == null || patience >= 1) // else it is a problem, and there is no run
                .map(file -> new DevConfig(
                        file,
                        every == null ? Interval.parseSteps(DevConfig.DEFAULT_EVERY) : every,
                        Optional.ofNullable(patience),
                        Optional.ofNullable(sampleEvery)));
    }
}
