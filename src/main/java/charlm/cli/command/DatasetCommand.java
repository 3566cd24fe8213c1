package charlm.cli.command;

import charlm.cli.option.AugmentationMixConverter;
import charlm.cli.option.FileChecks;
import charlm.cli.option.Ranges;
import charlm.data.Corpus;
import charlm.data.Dataset;
import charlm.data.DatasetText;
import charlm.data.Vocabulary;
import charlm.data.augmentation.AugmentationMix;
import charlm.experiment.config.DatasetConfig;
import charlm.experiment.config.Recipe;
import charlm.experiment.config.Task;
import charlm.experiment.config.TrainingSettings;
import charlm.model.RequestedShape;
import charlm.nn.ModelConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a model is trained on. */
@Command(name = "dataset", header = "Prints the first four (x, y) pairs of a data set.", sortOptions = false)
public final class DatasetCommand implements Subcommand {
    private static final String NAMES = "namedata";
    private static final String CORRUPTION = "charcorruption";
    private static final String VIEWS = "views";

    @Parameters(index = "0", paramLabel = "DATASET", description = NAMES + ", " + CORRUPTION + " or " + VIEWS + ".")
    private String kind;

    @Parameters(index = "1", paramLabel = "CORPUS", description = "Text file, one document a line.")
    private Path corpus;

    @Parameters(index = "2", arity = "0..1", paramLabel = "TSV", description = "Questions, for " + NAMES + ".")
    private Path questions;

    @Option(
            names = {"--block-size", "--block_size"},
            paramLabel = "N",
            defaultValue = "" + RequestedShape.DEFAULT_BLOCK_SIZE,
            description = "Longest context in characters (default: ${DEFAULT-VALUE}).")
    private int blockSize;

    @Option(
            names = "--views",
            paramLabel = "MIX",
            converter = AugmentationMixConverter.class,
            description =
                    "How often a document is shown as what, for " + VIEWS + " (default: those of the best recipe).")
    private AugmentationMix views;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "" + TrainingSettings.DEFAULT_SEED,
            description = "Seed of the spans (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>(
                new FileChecks().readable(corpus).readable(questions).problems());
        if (kind != null && DatasetConfig.Kind.of(kind).isEmpty()) {
            problems.add("DATASET must be " + NAMES + ", " + CORRUPTION + " or " + VIEWS + ", got " + kind);
        }
        if (NAMES.equals(kind) && questions == null) {
            problems.add("missing TSV: " + NAMES + " shows the questions of a file");
        }
        problems.addAll(new Ranges()
                .atLeast("--block-size", ModelConfig.MIN_BLOCK_SIZE, blockSize)
                .problems());
        return problems;
    }

    @Override
    public void run(CommandContext context) {
        Corpus text = Corpus.read(corpus);
        Vocabulary vocabulary = Vocabulary.of(text);
        Dataset dataset = new DatasetConfig(
                        DatasetConfig.Kind.of(kind).orElseThrow(),
                        Optional.ofNullable(questions),
                        Optional.of(mix()),
                        seed)
                .open(text, vocabulary, blockSize);
        DatasetText.lines(dataset, vocabulary).forEach(context::print);
    }

    private AugmentationMix mix() {
        return views == null
                ? Recipe.BEST.curriculum(Task.PRETRAIN).augmentation().orElseThrow()
                : views;
    }
}
