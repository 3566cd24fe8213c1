package charlm.data;

import charlm.tensor.RandomStream;

/**
 * The span to mask out of a document.
 *
 * @param prefixLength n, the length of the beginning that is shown
 * @param maskedLength len, the number of masked characters
 * @param maskedStart start of the masked characters
 */
record Span(int prefixLength, int maskedLength, int maskedStart) {
    static final int MIN_PREFIX = 4;

    private static final int QUARTER = 4;

    /** Draws a span: n in [4, 7/8 blockSize], len in [1, 2 * (n / 4) - 1], start in [0, n - n / 4], ends included. */
    static Span draw(RandomStream random, int blockSize) {
        int n = random.nextInt(MIN_PREFIX, maxPrefix(blockSize));
        int length = random.nextInt(1, maxMasked(n));
        // As the reference does: the bound comes from n even where the document is shorter than n.
        int start = random.nextInt(0, maxStart(n));
        return new Span(n, length, start);
    }

    static int maxPrefix(int blockSize) {
        return (int) (7L * blockSize / 8);
    }

    static int maxMasked(int prefixLength) {
        return 2 * (prefixLength / QUARTER) - 1;
    }

    static int maxStart(int prefixLength) {
        return prefixLength - prefixLength / QUARTER;
    }
}
