package charlm.eval;

/** Which token follows, given what the model expects. */
@FunctionalInterface
public interface Sampler {
    /** The most probable token, the lowest id among equals. */
    Sampler GREEDY = (logits, from, count, sequence, position) -> {
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (logits[from + i] > logits[from + best]) {
                best = i;
            }
        }
        return best;
    };

    /**
     * Returns an id in [0, {@code count}).
     *
     * @param logits of which the {@code count} from {@code from} on are those of the token wanted
     * @param sequence which of the prompts is continued, counted from 0
     * @param position where the token will stand in its sequence, counted from 0
     */
    int choose(float[] logits, int from, int count, int sequence, int position);
}
