package charlm.data.augmentation;

import charlm.data.Example;
import charlm.data.Vocabulary;
import java.util.Arrays;
import java.util.Optional;

/**
 * Lays out code points as an example of at most T = blockSize positions. Given text is not scored, text that is asked for
 * is; text that does not fit is left out.
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

    /** Returns the example; nothing where its end did not fit. */
    Optional<Example> example() {
        if (length == 0 || !asked[length - 1]) {
            return Optional.empty();
        }
        int[] ids = vocabulary.encode(new String(s, 0, length));
        int[] targets = Arrays.copyOfRange(ids, 1, length);
        for (int i = 0; i < targets.length; i++) {
            targets[i] = asked[i + 1] ? targets[i] : Vocabulary.PAD_ID;
        }
        return Optional.of(new Example(ids, targets));
    }
}
