package charlm.data.views;

import charlm.data.Example;
import charlm.data.Vocabulary;
import java.util.Arrays;

/**
 * Lays out code points as an example of ids, x and y of width T = blockSize: s = x and one more, y is s without its first.
 * What is given is not scored, what is asked for is. What does not fit is left out.
 */
final class Layout {
    private final Vocabulary vocabulary;
    private final int[] s; // (T + 1) code points
    private final boolean[] asked; // (T + 1)
    private int length;

    Layout(Vocabulary vocabulary, int blockSize) {
        this.vocabulary = vocabulary;
        s = new int[blockSize + 1];
        asked = new boolean[s.length];
        Arrays.fill(s, Vocabulary.PAD);
    }

    Layout given(int... text) {
        return add(false, text);
    }

    Layout asked(int... text) {
        return add(true, text);
    }

    Layout add(boolean scored, int... text) {
        int fitting = Math.min(text.length, room());
        System.arraycopy(text, 0, s, length, fitting);
        Arrays.fill(asked, length, length + fitting, scored);
        length += fitting;
        return this;
    }

    /** Returns how much more fits. */
    int room() {
        return s.length - length;
    }

    Example example() {
        int[] ids = vocabulary.encode(new String(s, 0, s.length));
        int[] targets = Arrays.copyOfRange(ids, 1, ids.length);
        for (int i = 0; i < targets.length; i++) {
            targets[i] = asked[i + 1] ? targets[i] : Vocabulary.PAD_ID;
        }
        return new Example(Arrays.copyOf(ids, ids.length - 1), targets);
    }
}
