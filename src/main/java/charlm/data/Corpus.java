package charlm.data;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * The pretraining text: code points, split into documents at every newline. A text that ends in a newline has an empty
 * last document (As the reference does: it counts).
 */
public final class Corpus {
    private static final char NEWLINE = '\n';

    private final Path path;
    private final int[] codePoints;
    private final int[] starts; // (documents + 1): where each begins, and where one more would begin

    private Corpus(TextFile file) {
        path = file.path();
        codePoints = file.text().codePoints().toArray();
        int documents =
                1 + (int) Arrays.stream(codePoints).filter(c -> c == NEWLINE).count();
        starts = new int[documents + 1];
        int document = 0;
        for (int i = 0; i < codePoints.length; i++) {
            if (codePoints[i] == NEWLINE) {
                starts[++document] = i + 1;
            }
        }
        starts[documents] = codePoints.length + 1;
    }

    /** Reads a UTF-8 text; throws {@link InputException} when that cannot be done or it is empty. */
    public static Corpus read(Path path) {
        return new Corpus(TextFile.read(path));
    }

    /** Makes a corpus of {@code text}; {@code path} is what messages call it. */
    public static Corpus of(Path path, String text) {
        return new Corpus(new TextFile(path, TextFile.withLineFeeds(text)));
    }

    public Path path() {
        return path;
    }

    /** Returns the number of characters (code points), newlines included. */
    public int length() {
        return codePoints.length;
    }

    public int documents() {
        return starts.length - 1;
    }

    /** Returns document {@code index} without its newline. */
    public String document(int index) {
        return new String(codePoints, starts[index], documentLength(index));
    }

    /** Returns where document {@code index} begins, in code points. */
    int documentStart(int index) {
        return starts[index];
    }

    /** Returns the length of document {@code index}, in code points. */
    public int documentLength(int index) {
        return starts[index + 1] - 1 - starts[index];
    }

    int codePoint(int index) {
        return codePoints[index];
    }

    /** Returns the text's own code points; not to be written to. */
    int[] codePoints() {
        return codePoints;
    }

    /** Returns an exception that names the line and column of code point {@code index}. */
    InputException problemAt(int index, String problem) {
        int found = Arrays.binarySearch(starts, index);
        int document = found >= 0 ? found : -found - 2;
        return InputException.at(path, document + 1, index - starts[document] + 1, problem);
    }
}
