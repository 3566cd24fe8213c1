package charlm.data;

import charlm.tensor.RandomStream;
import charlm.tensor.RandomStream.Purpose;
import java.util.Arrays;

/**
 * Pretraining examples: each document of a corpus with a span cut out and moved behind the text, between masks:
 * {@code prefix MASK suffix MASK masked}. A document is drawn anew, from its own stream, in every epoch.
 */
public final class SpanCorruptionDataset implements Dataset {
    /** The smallest block size: prefixes of at least 4 characters are kept. */
    public static final int MIN_BLOCK_SIZE = 5;

    private final Corpus corpus;
    private final Vocabulary vocabulary;
    private final int blockSize;
    private final long seed;

    /** Throws {@link InputException} where the corpus has a character that {@code vocabulary} lacks. */
    public SpanCorruptionDataset(Corpus corpus, Vocabulary vocabulary, int blockSize, long seed) {
        if (blockSize < MIN_BLOCK_SIZE) {
            throw new IllegalArgumentException(
                    "blockSize must be at least " + MIN_BLOCK_SIZE + ", got blockSize=" + blockSize);
        }
        if (blockSize > Corpus.KEPT_CHARACTERS) {
            throw new UsageException("--block-size must be at most " + Corpus.KEPT_CHARACTERS
                    + " for span corruption, got " + blockSize);
        }
        vocabulary.requireAll(corpus);
        this.corpus = corpus;
        this.vocabulary = vocabulary;
        this.blockSize = blockSize;
        this.seed = seed;
    }

    @Override
    public int size() {
        return corpus.documents();
    }

    @Override
    public int width() {
        return blockSize;
    }

    @Override
    public Example example(int epoch, int index) {
        Span span = Span.draw(RandomStream.of(seed, Purpose.SPAN_CORRUPTION, epoch, index), blockSize);
        return corrupt(vocabulary.encode(corpus.beginning(index, span.prefixLength())), span, blockSize);
    }

    /** Corrupts a document given as ids; a span that reaches past its end is clipped and may be empty. */
    static Example corrupt(int[] document, Span span, int blockSize) {
        int length = Math.min(document.length, span.prefixLength());
        int start = Math.min(span.maskedStart(), length);
        int end = Math.min(start + span.maskedLength(), length);

        int[] s = new int[blockSize + 1]; // prefix MASK suffix MASK masked, then PAD (0)
        System.arraycopy(document, 0, s, 0, start);
        s[start] = Vocabulary.MASK_ID;
        System.arraycopy(document, end, s, start + 1, length - end);
        int secondMask = start + 1 + length - end;
        s[secondMask] = Vocabulary.MASK_ID;
        System.arraycopy(document, start, s, secondMask + 1, end - start);
        return new Example(Arrays.copyOf(s, blockSize), Arrays.copyOfRange(s, 1, blockSize + 1));
    }
}
