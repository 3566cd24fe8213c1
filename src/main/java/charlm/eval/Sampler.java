package charlm.eval;

/** Chooses the next token by the model's logits. */
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
     * @param logits of which {@code count} from {@code from} on belong to this token
     * @param sequence the number of the prompt, from 0
     * @param position of the token in its sequence, from 0
     */
    int choose(float[] logits, int from, int count, int sequence, int position);
}
