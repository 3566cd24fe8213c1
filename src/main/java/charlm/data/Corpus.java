package charlm.data;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * The pretraining text: code points, split into documents at every newline. As the reference does: a text that ends in a
 * newline has an empty last document, which counts.
 *
 * <p>Only the beginning of a long document stays in memory, since a model reads at most a block of it. The symbols are those
 * of the whole text.
 */
public final class Corpus {
    /** The most characters of a document in memory, and so the longest block that can be trained. */
    public static final int MAX_DOCUMENT = 1 << 16;

    private final Symbols symbols;
    private final IntArray text = new IntArray(); // code points, document after document, without newlines
    private final IntArray starts =
            new IntArray(); // (documents + 1): the start of each in text, and the end of the last

    private Corpus(Path path) {
        symbols = new Symbols(path);
    }

    /** Reads a UTF-8 text; throws {@link InputException} when that cannot be done or it is empty. */
    public static Corpus read(Path path) {
        return of(path, reading -> TextReader.read(path, reading));
    }

    /** Makes a corpus of {@code text}; messages call it {@code path}. */
    public static Corpus of(Path path, String text) {
        return of(path, reading -> TextReader.ofText(path, text, reading));
    }

    private static Corpus of(Path path, Consumer<IntConsumer> source) {
        Corpus corpus = new Corpus(path);
        corpus.starts.add(0);
        source.accept(corpus.new Reading(path));
        corpus.starts.add(corpus.text.size());
        return corpus;
    }

    public int documents() {
        return starts.size() - 1;
    }

    /** Returns the beginning of document {@code index}, without its newline. */
    public String document(int index) {
        int[] codePoints = beginning(index, MAX_DOCUMENT);
        return new String(codePoints, 0, codePoints.length);
    }

    /** Returns the length of that beginning, in code points. */
    public int documentLength(int index) {
        return starts.get(index + 1) - starts.get(index);
    }

    /** Returns the first {@code count} code points of document {@code index}, or fewer if it is shorter. */
    int[] beginning(int index, int count) {
        int start = starts.get(index);
        return text.range(start, start + Math.min(count, documentLength(index)));
    }

    /** Returns the distinct code points of the whole text. */
    Symbols symbols() {
        return symbols;
    }

    /** Receives the text code point by code point. */
    private final class Reading implements IntConsumer {
        private final Path path;
        private long column;

        Reading(Path path) {
            this.path = path;
        }

        @Override
        public void accept(int codePoint) {
            symbols.see(codePoint, starts.size(), column);
            if (codePoint == '\n') {
                column = 0;
                requireRoom(starts, "documents");
                starts.add(text.size());
            } else if (column++ < MAX_DOCUMENT) {
                requireRoom(text, "characters");
                text.add(codePoint);
            }
        }

        private void requireRoom(IntArray array, String what) {
            if (array.size() == IntArray.MAX_SIZE) {
                throw new InputException(
                        path, "the text has more than " + IntArray.MAX_SIZE + " " + what + "; split it");
            }
        }
    }
}
