package charlm.eval;

import java.util.Arrays;

/** A prompt and what has been generated after it. */
public final class TokenSequence {
    private final int[] ids;
    private int length;

    TokenSequence(int[] prompt, int room) {
        if (prompt.length == 0) {
            throw new IllegalArgumentException("a prompt needs at least one token");
        }
        ids = Arrays.copyOf(prompt, prompt.length + room);
        length = prompt.length;
    }

    void append(int id) {
        ids[length++] = id;
    }

    public int length() {
        return length;
    }

    /** Returns the ids so far, prompt included. */
    public int[] ids() {
        return Arrays.copyOf(ids, length);
    }

    /** Copies the last {@code limit} ids or fewer to {@code to} from {@code offset} on and returns how many. */
    int copyContext(int limit, int[] to, int offset) {
        int count = Math.min(limit, length);
        System.arraycopy(ids, length - count, to, offset, count);
        return count;
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
