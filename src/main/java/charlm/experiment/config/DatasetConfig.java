package charlm.experiment.config;

import charlm.data.Corpus;
import charlm.data.Dataset;
import charlm.data.NamePlaceDataset;
import charlm.data.SpanCorruptionDataset;
import charlm.data.Vocabulary;
import charlm.data.augmentation.AugmentationMix;
import charlm.data.augmentation.AugmentedDataset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The choice of a data set, before its files are read. A further data set is a further kind.
 *
 * @param questions the TSV of {@link Kind#NAMEDATA}
 * @param keepUnicode whether {@link Kind#NAMEDATA} keeps characters that are not ASCII
 * @param views the mix of {@link Kind#VIEWS}
 * @param seed of every draw
 */
public record DatasetConfig(
        Kind kind, Optional<Path> questions, boolean keepUnicode, Optional<AugmentationMix> views, long seed) {
    /** The data sets, by their names on the command line. */
    public enum Kind {
        /** Questions with places, to finetune on. */
        NAMEDATA,
        /** Documents with a span masked out: the reference's pretraining. */
        CHARCORRUPTION,
        /** Documents in augmented forms. */
        VIEWS;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Returns the data set of that name, if there is one. */
        public static Optional<Kind> of(String label) {
            return Arrays.stream(values())
                    .filter(kind -> kind.label().equals(label))
                    .findFirst();
        }
    }

    public static DatasetConfig finetuning(Path questions, boolean keepUnicode) {
        return new DatasetConfig(Kind.NAMEDATA, Optional.of(questions), keepUnicode, Optional.empty(), 0);
    }

    /** Returns augmented documents, or the reference's span corruption without {@code views}. */
    public static DatasetConfig pretraining(Optional<AugmentationMix> views, long seed) {
        return new DatasetConfig(
                views.isPresent() ? Kind.VIEWS : Kind.CHARCORRUPTION, Optional.empty(), false, views, seed);
    }

    /** Reads the questions, if it needs them; throws {@link charlm.data.InputException} for data it cannot use. */
    public Dataset open(Corpus corpus, Vocabulary vocabulary, int blockSize) {
        return switch (kind) {
            case NAMEDATA -> NamePlaceDataset.read(questions.orElseThrow(), keepUnicode, vocabulary, blockSize);
            case CHARCORRUPTION -> new SpanCorruptionDataset(corpus, vocabulary, blockSize, seed);
            case VIEWS -> new AugmentedDataset(corpus, vocabulary, views.orElseThrow(), blockSize, seed);
        };
    }
}
