package charlm.eval;

import charlm.data.Batch;
import charlm.model.LanguageModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Greedy decoding in batches: each sequence grows by its most probable next token (the lowest id among equals), from its
 * last blockSize tokens as context.
 *
 * <p>Sequences of similar length run together, padded on the right, which no position before the padding can see.
 */
public final class Generator {
    private static final int ROWS_PER_BATCH = 64;
    private static final int COLUMN_MULTIPLE = 8;

    private final LanguageModel model;

    public Generator(LanguageModel model) {
        this.model = model;
    }

    /**
     * Returns each prompt continued by up to {@code count} ids; a sequence for which {@code finished} holds grows no more.
     */
    public List<TokenSequence> generate(List<int[]> prompts, int count, Predicate<TokenSequence> finished) {
        List<TokenSequence> sequences = new ArrayList<>();
        prompts.forEach(prompt -> sequences.add(new TokenSequence(prompt, count)));
        List<TokenSequence> byLength = new ArrayList<>(sequences);
        byLength.sort(Comparator.comparingInt(TokenSequence::length));
        for (int from = 0; from < byLength.size(); from += ROWS_PER_BATCH) {
            List<TokenSequence> group =
                    new ArrayList<>(byLength.subList(from, Math.min(byLength.size(), from + ROWS_PER_BATCH)));
            for (int i = 0; i < count && !group.isEmpty(); i++) {
                extend(group);
                group.removeIf(finished);
            }
        }
        return sequences;
    }

    /** Appends the most probable next token to every sequence of {@code group}. */
    private void extend(List<TokenSequence> group) {
        int blockSize = model.config().blockSize();
        int longest = group.stream().mapToInt(TokenSequence::length).max().orElseThrow();
        int rounded = (longest + COLUMN_MULTIPLE - 1) / COLUMN_MULTIPLE * COLUMN_MULTIPLE;
        int columns = Math.min(blockSize, rounded);
        int[] ids = new int[group.size() * columns];
        int[] lastPositions = new int[group.size()];
        Arrays.fill(ids, Batch.PAD);
        for (int row = 0; row < group.size(); row++) {
            int contextLength = group.get(row).copyContext(blockSize, ids, row * columns);
            lastPositions[row] = row * columns + contextLength - 1;
        }
        float[] logits = model.logits(ids, group.size(), columns, lastPositions).toFloats();
        int vocabSize = model.config().vocabSize();
        for (int row = 0; row < group.size(); row++) {
            group.get(row).append(argMax(logits, row * vocabSize, vocabSize));
        }
    }

    private static int argMax(float[] values, int from, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (values[from + i] > values[from + best]) {
                best = i;
            }
        }
        return best;
    }
}
