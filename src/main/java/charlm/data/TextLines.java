package charlm.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Gathers code points into lines; throws as soon as a line is too long. */
final class TextLines implements IntConsumer {
    /** The longest line of a file of questions or answers, in characters; no block holds nearly as many. */
    static final int MAX_CHARACTERS = 1 << 16;

    private final Path path;
    private final List<String> lines = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();
    private int characters;

    TextLines(Path path) {
        this.path = path;
    }

    @Override
    public void accept(int codePoint) {
        if (codePoint == '\n') {
            endLine();
        } else if (characters == MAX_CHARACTERS) {
            throw InputException.at(
                    path,
                    lines.size() + 1,
                    "the line has more than " + MAX_CHARACTERS
                            + " characters; is it a file of one question or answer a line?");
        } else {
            line.appendCodePoint(codePoint);
            characters++;
        }
    }

    private void endLine() {
        lines.add(line.toString());
        line.setLength(0);
        characters = 0;
    }

    /** Returns all lines; call it once, after the last code point. */
    List<String> finish() {
        if (characters > 0) {
            endLine();
        }
        return lines;
    }
}
