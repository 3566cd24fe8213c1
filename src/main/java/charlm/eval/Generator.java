package charlm.eval;

import charlm.model.Decoding;
import charlm.model.LanguageModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Decoding: each sequence grows by the token that a {@link TokenChoice} takes, from its last blockSize tokens as context.
 *
 * <p>Sequences of similar length run together, from their first token on: while one still reads its prompt, another
 * already continues its own. A context that has outgrown blockSize shifts all positions and is computed anew for every
 * token.
 */
public final class Generator {
    /** How many sequences are continued together at most. */
    public static final int ROWS_PER_BATCH = 128;

    private final LanguageModel model;
    private final TokenChoice choice;

    public Generator(LanguageModel model, TokenChoice choice) {
        this.model = model;
        this.choice = choice;
    }

    /**
     * Returns each prompt continued by up to {@code count} ids; a sequence for which {@code finished} holds grows no more.
     */
    public List<TokenSequence> generate(List<int[]> prompts, int count, Predicate<TokenSequence> finished) {
        List<TokenSequence> sequences = new ArrayList<>();
        prompts.forEach(prompt -> sequences.add(new TokenSequence(sequences.size(), prompt, count)));
        List<TokenSequence> byLength = new ArrayList<>(sequences);
        byLength.sort(Comparator.comparingInt(TokenSequence::length));
        for (int from = 0; from < byLength.size(); from += ROWS_PER_BATCH) {
            List<TokenSequence> group = byLength.subList(from, Math.min(byLength.size(), from + ROWS_PER_BATCH));
            continueAll(group, count, finished);
        }
        return sequences;
    }

    private void continueAll(List<TokenSequence> group, int count, Predicate<TokenSequence> finished) {
        List<TokenSequence> growing = new ArrayList<>(group);
        growing.removeIf(sequence -> !sequence.hasRoom());
        int longest = growing.stream().mapToInt(TokenSequence::length).max().orElse(0);
        int capacity = Math.min(model.config().blockSize(), longest + count);
        if (!growing.isEmpty()) {
            decode(growing, model.startDecoding(growing.size(), capacity), finished);
        }
        while (!growing.isEmpty()) {
            recompute(growing);
            growing.removeIf(sequence -> !sequence.hasRoom() || finished.test(sequence));
        }
    }

    /** Continues sequences within blockSize; those that are done leave {@code growing}, those that outgrow it stay. */
    private void decode(List<TokenSequence> growing, Decoding decoding, Predicate<TokenSequence> finished) {
        List<TokenSequence> rows = List.copyOf(growing);
        int[] ids = new int[rows.size()];
        for (int position = 0; decoding.hasRoom() && !growing.isEmpty(); position++) {
            for (int row = 0; row < ids.length; row++) {
                ids[row] = rows.get(row).idAt(position); // a finished row goes on with padding that nobody reads
            }
            decoding.append(ids);
            if (growing.stream().anyMatch(endsAt(position))) {
                appendChosen(rows, growing, decoding.logits().toFloats(), position);
                growing.removeIf(sequence -> !sequence.hasRoom() || finished.test(sequence));
            }
        }
    }

    private static Predicate<TokenSequence> endsAt(int position) {
        return sequence -> sequence.length() == position + 1;
    }

    private void appendChosen(List<TokenSequence> rows, List<TokenSequence> growing, float[] logits, int position) {
        Set<TokenSequence> due = new HashSet<>(growing);
        due.removeIf(endsAt(position).negate());
        int vocabSize = model.config().vocabSize();
        for (int row = 0; row < rows.size(); row++) {
            if (due.contains(rows.get(row))) {
                append(rows.get(row), logits, row * vocabSize);
            }
        }
    }

    /** Appends the next token to every sequence, each at least blockSize long. */
    private void recompute(List<TokenSequence> sequences) {
        int blockSize = model.config().blockSize();
        int[] ids = new int[sequences.size() * blockSize];
        int[] lastPositions = new int[sequences.size()];
        for (int row = 0; row < sequences.size(); row++) {
            sequences.get(row).copyContext(blockSize, ids, row * blockSize);
            lastPositions[row] = (row + 1) * blockSize - 1;
        }
        float[] logits =
                model.logits(ids, sequences.size(), blockSize, lastPositions).toFloats();
        int vocabSize = model.config().vocabSize();
        for (int row = 0; row < sequences.size(); row++) {
            append(sequences.get(row), logits, row * vocabSize);
        }
    }

    private void append(TokenSequence sequence, float[] logits, int from) {
        int vocabSize = model.config().vocabSize();
        sequence.append(choice.choose(logits, from, vocabSize, sequence.index(), sequence.length()));
    }
}
