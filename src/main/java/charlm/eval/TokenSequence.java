package charlm.eval;

import java.util.Arrays;

/** A prompt and the ids generated after it. */
public final class TokenSequence {
    private final int index;
    private final int[] ids;
    private int length;

    /**
     * Copies a prompt.
     *
     * @param index of the prompt among all prompts of a call
     * @param maxNewTokens the largest number of ids that will be appended
     */
    TokenSequence(int index, int[] prompt, int maxNewTokens) {
        if (prompt.length == 0) {
            throw new IllegalArgumentException("a prompt needs at least one token");
        }
        this.index = index;
        ids = Arrays.copyOf(prompt, Math.addExact(prompt.length, maxNewTokens));
        length = prompt.length;
    }

    /** Returns a copy with {@code id} appended. */
    TokenSequence with(int id) {
        TokenSequence copy = new TokenSequence(index, ids(), ids.length - length);
        copy.append(id);
        return copy;
    }

    /** Returns which of the prompts this continues. */
    int index() {
        return index;
    }

    void append(int id) {
        ids[length++] = id;
    }

    /** Returns whether another id fits. */
    boolean hasRoom() {
        return length < ids.length;
    }

    /** Returns the id at {@code position}, or 0 after the end. */
    int idAt(int position) {
        return position < length ? ids[position] : 0;
    }

    public int length() {
        return length;
    }

    /** Returns how long it can become. */
    int mostLength() {
        return ids.length;
    }

    /** Returns the ids so far, prompt included. */
    public int[] ids() {
        return Arrays.copyOf(ids, length);
    }

    /** Returns the position of the {@code nth} occurrence of {@code id}, counted from 1, or -1. */
    public int find(int id, int nth) {
        int found = 0;
        for (int i = 0; i < length; i++) {
            if (ids[i] == id && ++found == nth) {
                return i;
            }
        }
        return -1;
    }
}
