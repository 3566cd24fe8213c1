package charlm.cli.command;

import charlm.cli.option.Checks;
import charlm.cli.option.SeedOption;
import charlm.cli.option.Suggestion;
import charlm.data.Corpus;
import charlm.data.Dataset;
import charlm.data.DatasetText;
import charlm.data.Notice;
import charlm.data.Vocabulary;
import charlm.data.augmentation.AugmentationMix;
import charlm.experiment.config.DatasetConfig;
import charlm.experiment.config.Recipe;
import charlm.experiment.config.Task;
import charlm.model.RequestedShape;
import charlm.nn.ModelConfig;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows training examples. */
@Command(name = "dataset", header = "Prints the first four (x, y) pairs of a data set.", sortOptions = false)
public final class DatasetCommand implements Subcommand {
    private static final String NAMES = "namedata";
    private static final String CORRUPTION = "charcorruption";
    private static final String VIEWS = "views";

    @Parameters(index = "0", paramLabel = "DATASET", description = NAMES + ", " + CORRUPTION + " or " + VIEWS + ".")
    private String kind;

    @Parameters(index = "1", paramLabel = "CORPUS", description = "Text file, one document a line.")
    private Path corpus;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "TSV",
            description = "Questions with answers, for " + NAMES + ".")
    private Path questions;

    @Option(
            names = {"--block-size", "--block_size"},
            paramLabel = "N",
            defaultValue = "" + RequestedShape.DEFAULT_BLOCK_SIZE,
            description = "Longest context in characters (default: ${DEFAULT-VALUE}).")
    private int blockSize;

    @Option(
            names = {"--keep-unicode", "--keep_unicode"},
            description = "Show " + NAMES + " as finetune --keep-unicode reads it.")
    private boolean keepUnicode;

    @Option(
            names = "--views",
            paramLabel = "MIX",
            description = "Mix of augmented forms of a document, for " + VIEWS + " (default: that of the recipe best).")
    private AugmentationMix views;

    @Mixin
    private SeedOption seed;

    @Override
    public void check(Checks checks) {
        checks.files().readable(corpus).readable(questions);
        checks.require(
                        kind == null || DatasetConfig.Kind.of(kind).isPresent(),
                        "DATASET must be " + NAMES + ", " + CORRUPTION + " or " + VIEWS + ", got '" + kind + "'"
                                + Suggestion.question(String.valueOf(kind), Set.of(NAMES, CORRUPTION, VIEWS)))
                .require(
                        !NAMES.equals(kind) || questions != null,
                        "missing TSV: " + NAMES + " shows the questions of a file")
                .atLeast("--block-size", ModelConfig.MIN_BLOCK_SIZE, blockSize);
    }

    @Override
    public void run(CommandContext context) {
        Corpus text = Corpus.read(corpus);
        Vocabulary vocabulary = Vocabulary.of(text);
        Dataset dataset = new DatasetConfig(
                        DatasetConfig.Kind.of(kind).orElseThrow(),
                        Optional.ofNullable(questions),
                        keepUnicode,
                        Optional.of(mix()),
                        seed.seed())
                .open(text, vocabulary, blockSize);
        Notice.tell(dataset.notices());
        DatasetText.lines(dataset, vocabulary).forEach(context::print);
    }

    private AugmentationMix mix() {
        return views == null
                ? Recipe.BEST
                        .settings(Task.PRETRAIN, true)
                        .data()
                        .augmentation()
                        .orElseThrow()
                : views;
    }
}
