package charlm.data.augmentation;

import charlm.data.Corpus;
import charlm.data.Dataset;
import charlm.data.Example;
import charlm.data.SpanCorruptionDataset;
import charlm.data.Vocabulary;
import charlm.tensor.RandomStream;
import charlm.tensor.RandomStream.Purpose;
import java.util.ArrayList;
import java.util.List;

/**
 * Pretraining examples: in every epoch one augmented form of each document, drawn from the document's own stream. A document
 * without words, or one whose answer does not fit, is shown by the reference's span corruption.
 */
public final class AugmentedDataset implements Dataset {
    private final SpanCorruptionDataset prefixes;
    private final AugmentationMix mix;
    private final Augmenter augmenter;
    private final List<Document> documents = new ArrayList<>();
    private final List<AskableSpans> spans = new ArrayList<>();
    private final int blockSize;
    private final long seed;

    /** Throws {@link charlm.data.InputException} where the corpus has a character that {@code vocabulary} lacks. */
    public AugmentedDataset(Corpus corpus, Vocabulary vocabulary, AugmentationMix mix, int blockSize, long seed) {
        prefixes = new SpanCorruptionDataset(corpus, vocabulary, blockSize, seed);
        this.mix = mix;
        this.blockSize = blockSize;
        this.seed = seed;
        WordCase wordCase = new WordCase();
        for (int i = 0; i < corpus.documents(); i++) {
            Document document = Document.of(corpus.document(i).codePoints().toArray());
            document.words().forEach(word -> wordCase.see(document.string(word)));
            documents.add(document);
        }
        augmenter = new Augmenter(vocabulary, blockSize, new PlainWords(documents, wordCase));
        documents.forEach(document -> spans.add(new AskableSpans(document, wordCase)));
    }

    @Override
    public int size() {
        return documents.size();
    }

    @Override
    public int width() {
        return blockSize;
    }

    @Override
    public Example example(int epoch, int index) {
        RandomStream random = RandomStream.of(seed, Purpose.VIEWS, epoch, index);
        Augmentation form = mix.draw(random);
        if (form == Augmentation.PREFIX || spans.get(index).isEmpty()) {
            return prefixes.example(epoch, index);
        }
        return augmenter
                .make(form, documents.get(index), spans.get(index), random)
                .orElseGet(() -> prefixes.example(epoch, index));
    }
}
