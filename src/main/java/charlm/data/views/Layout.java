package charlm.data.views;

import charlm.data.Batch;
import charlm.data.Example;
import charlm.data.Vocabulary;
import java.util.Arrays;

/** Lays out code points as an example of ids, x and y of width T = blockSize. */
final class Layout {
    private final Vocabulary vocabulary;
    private final int[] s; // blockSize + 1 code points: x is all but the last, y all but the first
    private int length;
    private int firstScored = 1;

    Layout(Vocabulary vocabulary, int blockSize) {
        this.vocabulary = vocabulary;
        s = new int[blockSize + 1];
        Arrays.fill(s, Vocabulary.PAD);
    }

    /** Adds text, as much as there is room for. */
    Layout add(int... text) {
        int fitting = Math.min(text.length, s.length - length);
        System.arraycopy(text, 0, s, length, fitting);
        length += fitting;
        return this;
    }

    Layout mask() {
        return add(Vocabulary.MASK);
    }

    /** Scores only the last {@code count} of what was added so far, and what is added later. */
    Layout scoreLast(int count) {
        firstScored = Math.max(1, length - count);
        return this;
    }

    Example example() {
        int[] ids = vocabulary.encode(new String(s, 0, s.length));
        int[] targets = Arrays.copyOfRange(ids, 1, ids.length);
        Arrays.fill(targets, 0, Math.min(firstScored - 1, targets.length), Batch.PAD);
        return new Example(Arrays.copyOf(ids, ids.length - 1), targets);
    }
}
