package charlm.eval;

import charlm.model.Decoding;
import charlm.model.LanguageModel;
import charlm.tensor.Rounding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Continues the sequences of a group side by side. What all of their prompts have is read at once; from there on, while
 * one still reads its prompt, another already continues its own. Once half of the sequences are done, those are dropped.
 *
 * <p>A context that has outgrown blockSize shifts all positions and is computed anew for every token.
 */
final class GroupDecoder implements AutoCloseable {
    private static final int PREFIX_MULTIPLE = 8; // every length that is read at once has primitives of its own
    private static final int ROW_MULTIPLE = 16; // and so has every number of rows

    private final LanguageModel model;
    private final Sampler choice;
    private final Predicate<TokenSequence> finished;
    private Decoding decoding;
    private int capacity;
    private TokenSequence[] rows; // null where nothing grows
    private int growing;

    GroupDecoder(LanguageModel model, Sampler choice, Predicate<TokenSequence> finished) {
        this.model = model;
        this.choice = choice;
        this.finished = finished;
    }

    /**
     * Lets every sequence grow to its end; the first group that a decoder is given is the largest and has the longest
     * ones.
     */
    void continueAll(List<TokenSequence> group) {
        rows = group.toArray(new TokenSequence[padded(group.size())]);
        growing = group.size();
        int shortest = group.stream().mapToInt(TokenSequence::length).min().orElseThrow();
        if (shortest <= model.config().blockSize()) {
            begin();
            decode(shortest);
        }
        List<TokenSequence> outgrown = new ArrayList<>(Arrays.asList(rows));
        outgrown.removeIf(Objects::isNull);
        while (!outgrown.isEmpty()) {
            recompute(outgrown);
            outgrown.removeIf(this::isDone);
        }
    }

    private static int padded(int rows) {
        return rows < ROW_MULTIPLE ? rows : Rounding.up(rows, ROW_MULTIPLE);
    }

    private void begin() {
        int longest = Arrays.stream(rows)
                .filter(Objects::nonNull)
                .mapToInt(TokenSequence::mostLength)
                .max()
                .orElseThrow();
        int needed = Math.min(model.config().blockSize(), longest);
        if (decoding == null || needed > capacity || !decoding.hasRoomFor(rows.length)) {
            close();
            decoding = model.startDecoding(rows.length, needed);
            capacity = needed;
        } else {
            decoding.begin(rows.length);
        }
    }

    /** Frees the memory of the last group. */
    @Override
    public void close() {
        if (decoding != null) {
            decoding.close();
            decoding = null;
        }
    }

    private void decode(int shortest) {
        int position = (shortest - 1) / PREFIX_MULTIPLE * PREFIX_MULTIPLE;
        if (position > 0) {
            decoding.read(prefixes(position), position);
        }
        for (; decoding.hasRoom() && growing > 0; position++) {
            decoding.append(idsAt(position));
            if (anyEndsAt(position)) {
                appendChosen(model.engine().toFloats(decoding.logits()), position);
                if (2 * growing <= rows.length && rows.length > ROW_MULTIPLE && growing > 0) {
                    dropDone();
                }
            }
        }
    }

    private int[] prefixes(int length) {
        int[] ids = new int[rows.length * length];
        for (int row = 0; row < rows.length; row++) {
            TokenSequence read =
                    rows[row] == null ? rows[0] : rows[row]; // what pads must not differ where all are the same
            for (int position = 0; position < length; position++) {
                ids[row * length + position] = read.idAt(position);
            }
        }
        return ids;
    }

    private int[] idsAt(int position) {
        int[] ids = new int[rows.length]; // what does not grow goes on with padding that nobody reads
        for (int row = 0; row < ids.length; row++) {
            ids[row] = rows[row] == null ? 0 : rows[row].idAt(position);
        }
        return ids;
    }

    private boolean anyEndsAt(int position) {
        return Arrays.stream(rows).anyMatch(sequence -> endsAt(sequence, position));
    }

    private static boolean endsAt(TokenSequence sequence, int position) {
        return sequence != null && sequence.length() == position + 1;
    }

    private void appendChosen(float[] logits, int position) {
        int vocabSize = model.config().vocabSize();
        for (int row = 0; row < rows.length; row++) {
            if (endsAt(rows[row], position)) {
                append(rows[row], logits, row * vocabSize);
                if (isDone(rows[row])) {
                    rows[row] = null;
                    growing--;
                }
            }
        }
    }

    private boolean isDone(TokenSequence sequence) {
        return !sequence.hasRoom() || finished.test(sequence);
    }

    /** Goes on with those rows that grow, and with as many others as make their number round. */
    private void dropDone() {
        int[] kept = new int[Math.max(ROW_MULTIPLE, padded(growing))];
        int others = kept.length - growing;
        int count = 0;
        for (int row = 0; row < rows.length; row++) {
            if (rows[row] != null || others-- > 0) {
                kept[count++] = row;
            }
        }
        decoding.keepRows(kept);
        rows = Arrays.stream(kept).mapToObj(row -> rows[row]).toArray(TokenSequence[]::new);
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
        float[] logits = model.engine().toFloats(model.logits(ids, sequences.size(), blockSize, lastPositions));
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
