package charlm.data;

import charlm.tensor.RandomStream;
import charlm.tensor.RandomStream.Purpose;

/**
 * Pretraining examples: each document of a corpus with a span masked out and moved behind the text, {@code prefix MASK suffix
 * MASK masked}. Each epoch draws another span, from the document's own stream.
 */
public final class SpanCorruptionDataset implements Dataset {
    /** The smallest block size, for prefixes of 4 characters. */
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
        if (blockSize > Corpus.MAX_DOCUMENT) {
            throw new UsageException(
                    "--block-size must be at most " + Corpus.MAX_DOCUMENT + " for span corruption, got " + blockSize);
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
        return corrupt(vocabulary.encode(corpus.beginning(index, span.prefixLength())), span);
    }

    /** Corrupts a document given as ids; a span that reaches past its end is clipped and may be empty. */
    static Example corrupt(int[] document, Span span) {
        int length = Math.min(document.length, span.prefixLength());
        int start = Math.min(span.maskedStart(), length);
        int end = Math.min(start + span.maskedLength(), length);

        int secondMask = start + 1 + length - end;
        int[] ids = new int[length + 2]; // prefix MASK suffix MASK masked
        System.arraycopy(document, 0, ids, 0, start);
        ids[start] = Vocabulary.MASK_ID;
        System.arraycopy(document, end, ids, start + 1, length - end);
        ids[secondMask] = Vocabulary.MASK_ID;
        System.arraycopy(document, start, ids, secondMask + 1, end - start);
        return Example.of(ids, 0);
    }
}
