package charlm.cli.option;

import charlm.experiment.config.DevConfig;
import charlm.experiment.config.Interval;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a model is evaluated while it is finetuned. */
public final class DevOptions {
    @Option(
            names = {"--eval_corpus_path", "--eval-corpus-path"},
            paramLabel = "TSV",
            description = "Questions with places to ask on the way; the best parameters so far are kept in OUT.best.")
    private Path questions;

    @Option(
            names = {"--eval-every", "--eval_every"},
            paramLabel = "N",
            converter = StepsConverter.class,
            description = "How often to ask them, and once more at the end: 500, \"500 steps\", \"2 epochs\""
                    + " (default: " + DevConfig.DEFAULT_EVERY + ").")
    private Interval every;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description = "Stop after N evaluations in a row that are no better than the best (default: do not).")
    private Integer patience;

    @Option(
            names = {"--sample-every", "--sample_every"},
            paramLabel = "N",
            converter = StepsConverter.class,
            description = "How often to log a few of the questions with their answers (default: never).")
    private Interval sampleEvery;

    /** Returns what is wrong with the flags together, and adds the questions to {@code files}. */
    public List<String> problems(FileChecks files) {
        List<String> problems = new ArrayList<>();
        if (questions != null) {
            files.readable(questions);
        } else if (every != null || patience != null || sampleEvery != null) {
            problems.add("--eval-every, --patience and --sample-every need --eval_corpus_path TSV");
        }
        problems.addAll(new Ranges().atLeast("--patience", 1, patience).problems());
        return problems;
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
