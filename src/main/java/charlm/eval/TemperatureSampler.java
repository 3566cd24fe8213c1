package charlm.eval;

import charlm.tensor.RandomStream;
import charlm.tensor.RandomStream.Purpose;
import java.util.Arrays;

/**
 * Draws the next token from softmax(logits / temperature), from the {@code topK} most probable ones alone when that is not
 * 0. A draw depends on the seed, the sequence and the position, but not on the batch.
 */
public record TemperatureSampler(double temperature, int topK, long seed) implements Sampler {
    public TemperatureSampler {
        if (!(temperature > 0) || Double.isInfinite(temperature) || topK < 0) {
            throw new IllegalArgumentException("sampling needs a positive temperature and a topK of at least 0, got"
                    + " temperature=" + temperature + ", topK=" + topK);
        }
    }

    @Override
    public int choose(float[] logits, int from, int count, int sequence, int position) {
        double[] weights = weights(logits, from, count);
        double rest =
                RandomStream.of(seed, Purpose.SAMPLING, sequence, position).nextDouble()
                        * Arrays.stream(weights).sum();
        int last = 0;
        for (int id = 0; id < count; id++) {
            if (weights[id] > 0) {
                last = id;
                rest -= weights[id];
                if (rest < 0) {
                    break;
                }
            }
        }
        return last;
    }

    /** Returns numbers in proportion to the probabilities; 0 below the {@code topK} largest. */
    private double[] weights(float[] logits, int from, int count) {
        float[] sorted = Arrays.copyOfRange(logits, from, from + count);
        Arrays.sort(sorted);
        float highest = sorted[count - 1];
        float least = topK == 0 || topK >= count ? sorted[0] : sorted[count - topK];
        double[] weights = new double[count];
        for (int id = 0; id < count; id++) {
            float logit = logits[from + id];
            weights[id] = logit < least ? 0 : Math.exp((logit - highest) / temperature);
        }
        return weights;
    }
}
