package charlm.eval;

import charlm.model.LanguageModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The token after each of several contexts, as a model sees it without a cache. */
final class NextTokens {
    private NextTokens() {}

    /** Returns the probabilities (contexts, V) of the token after each context, as {@link #logits}. */
    static double[][] probabilities(LanguageModel model, List<int[]> contexts) {
        float[] logits = logits(model, contexts);
        int vocabSize = model.config().vocabSize();
        return IntStream.range(0, contexts.size())
                .mapToObj(row -> softmax(logits, row * vocabSize, vocabSize))
                .toArray(double[][]::new);
    }

    /** Returns the logits (contexts, V) of the token after each context, of which the last blockSize ids count. */
    static float[] logits(LanguageModel model, List<int[]> contexts) {
        int blockSize = model.config().blockSize();
        int longest = contexts.stream().mapToInt(ids -> ids.length).max().orElseThrow();
        int length = Math.min(blockSize, longest);
        int[] ids = new int[contexts.size() * length]; // padding of a shorter context comes after all that counts
        int[] positions = new int[contexts.size()];
        for (int row = 0; row < positions.length; row++) {
            int[] context = contexts.get(row);
            int count = Math.min(blockSize, context.length);
            System.arraycopy(context, context.length - count, ids, row * length, count);
            positions[row] = row * length + count - 1;
        }
        float[] logits = model.engine().toFloats(model.logits(ids, positions.length, length, positions));
        UnusableModelException.requireFinite(logits, 0, logits.length);
        return logits;
    }

    private static double[] softmax(float[] logits, int from, int count) {
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            highest = Math.max(highest, logits[from + i]);
        }
        double[] probabilities = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            probabilities[i] = Math.exp(logits[from + i] - highest);
            sum += probabilities[i];
        }
        double total = sum;
        return Arrays.stream(probabilities).map(p -> p / total).toArray();
    }
}
