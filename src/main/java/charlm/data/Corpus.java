package charlm.data;

import java.nio.file.Path;
import java.util.function.IntConsumer;

/**
 * The pretraining text: code points, split into documents at every newline. A text that ends in a newline has an empty
 * last document (As the reference does: it counts).
 *
 * <p>Of a long document only its beginning is kept, since a model reads no more of it than a block; what it is made of is
 * known of all of it.
 */
public final class Corpus {
    /** How many characters of a document are kept, and so the longest block that can be trained. */
    public static final int KEPT_CHARACTERS = 1 << 16;

    private final Symbols symbols;
    private final IntArray kept; // code points, document after document, without newlines
    private final IntArray starts; // (documents + 1): where each begins in kept, and where one more would begin

    private Corpus(Reading reading) {
        symbols = reading.symbols;
        kept = reading.kept;
        starts = reading.starts;
    }

    /** Reads a UTF-8 text; throws {@link InputException} when that cannot be done or it is empty. */
    public static Corpus read(Path path) {
        Reading reading = new Reading(path);
        TextReader.read(path, reading);
        return reading.finish();
    }

    /** Makes a corpus of {@code text}; {@code path} is what messages call it. */
    public static Corpus of(Path path, String text) {
        Reading reading = new Reading(path);
        TextReader.ofText(path, text, reading);
        return reading.finish();
    }

    public int documents() {
        return starts.size() - 1;
    }

    /** Returns what is kept of document {@code index}, without its newline. */
    public String document(int index) {
        int[] codePoints = beginning(index, KEPT_CHARACTERS);
        return new String(codePoints, 0, codePoints.length);
    }

    /** Returns how much is kept of document {@code index}, in code points. */
    public int documentLength(int index) {
        return starts.get(index + 1) - starts.get(index);
    }

    /** Returns the first {@code count} code points of document {@code index}, or all that is kept if that is less. */
    int[] beginning(int index, int count) {
        int start = starts.get(index);
        return kept.range(start, start + Math.min(count, documentLength(index)));
    }

    /** Returns the distinct code points of the whole text. */
    Symbols symbols() {
        return symbols;
    }

    /** Takes the text code point by code point. */
    private static final class Reading implements IntConsumer {
        private final Path path;
        private final Symbols symbols;
        private final IntArray kept = new IntArray();
        private final IntArray starts = new IntArray();
        private long column;

        Reading(Path path) {
            this.path = path;
            symbols = new Symbols(path);
            starts.add(0);
        }

        @Override
        public void accept(int codePoint) {
            symbols.see(codePoint, starts.size(), column);
            if (codePoint == '\n') {
                column = 0;
                requireRoom(starts, "documents");
                starts.add(kept.size());
            } else if (column++ < KEPT_CHARACTERS) {
                requireRoom(kept, "characters");
                kept.add(codePoint);
            }
        }

        private void requireRoom(IntArray array, String what) {
            if (array.size() == IntArray.MAX_SIZE) {
                throw new InputException(
                        path, "the text has more than " + IntArray.MAX_SIZE + " " + what + "; split it");
            }
        }

        Corpus finish() {
            starts.add(kept.size());
            return new Corpus(this);
        }
    }
}
