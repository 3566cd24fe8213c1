package charlm.data.augmentation;

import charlm.data.Example;
import charlm.data.Vocabulary;
import java.util.Arrays;
import java.util.Optional;

/** Lays out scored and unscored text as an example of at most T = blockSize positions; text beyond them is left out. */
final class Layout {
    private final Vocabulary vocabulary;
    private final int[] s; // (T + 1) code points
    private final boolean[] scored; // (T + 1)
    private int length;

    Layout(Vocabulary vocabulary, int blockSize) {
        this.vocabulary = vocabulary;
        s = new int[blockSize + 1];
        scored = new boolean[s.length];
    }

    Layout unscored(int... text) {
        return add(false, text);
    }

    Layout scored(int... text) {
        return add(true, text);
    }

    Layout add(boolean isScored, int... text) {
        int fitting = Math.min(text.length, remaining());
        System.arraycopy(text, 0, s, length, fitting);
        Arrays.fill(scored, length, length + fitting, isScored);
        length += fitting;
        return this;
    }

    /** Returns the number of code points that still fit. */
    int remaining() {
        return s.length - length;
    }

    /** Returns the example; nothing where its end did not fit. */
    Optional<Example> example() {
        if (length == 0 || !scored[length - 1]) {
            return Optional.empty();
        }
        int[] ids = vocabulary.encode(new String(s, 0, length));
        int[] targets = Arrays.copyOfRange(ids, 1, length);
        for (int i = 0; i < targets.length; i++) {
            targets[i] = scored[i + 1] ? targets[i] : Vocabulary.PAD_ID;
        }
        return Optional.of(new Example(ids, targets));
    }
}
