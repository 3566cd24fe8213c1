package charlm.eval;

import charlm.model.LanguageModel;
import java.util.List;

/** What a model expects after several contexts at once: each token's probability. */
final class NextTokens {
    private final LanguageModel model;

    NextTokens(LanguageModel model) {
        this.model = model;
    }

    /** Returns (contexts, V); of a context the last blockSize ids count, as in {@link Generator}. */
    double[][] after(List<int[]> contexts) {
        int blockSize = model.config().blockSize();
        int longest = contexts.stream().mapToInt(ids -> ids.length).max().orElseThrow();
        int length = Math.min(blockSize, longest);
        int[] ids = new int[contexts.size() * length]; // what pads a shorter row comes after all that counts
        int[] positions = new int[contexts.size()];
        for (int row = 0; row < positions.length; row++) {
            int[] context = contexts.get(row);
            int kept = Math.min(blockSize, context.length);
            System.arraycopy(context, context.length - kept, ids, row * length, kept);
            positions[row] = row * length + kept - 1;
        }
        float[] logits = model.engine().toFloats(model.logits(ids, positions.length, length, positions));
        int vocabSize = model.config().vocabSize();
        double[][] probabilities = new double[positions.length][];
        for (int row = 0; row < positions.length; row++) {
            probabilities[row] = softmax(logits, row * vocabSize, vocabSize);
        }
        return probabilities;
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
        for (int i = 0; i < count; i++) {
            probabilities[i] /= sum;
        }
        return probabilities;
    }
}
