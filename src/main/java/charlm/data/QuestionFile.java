package charlm.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Questions to evaluate on: lines {@code question<TAB>place}, or questions alone when the first line has no place.
 * Nothing is dropped, and characters outside the vocabulary are no error here.
 *
 * <p>Differs from the reference: in a file without places the line end is no part of the question.
 */
public final class QuestionFile {
    private static final char TAB = '\t';
    private static final char NEXT_LINE = 0x85;

    private final Path path;
    private final boolean hasPlaces;
    private final List<String> questions = new ArrayList<>();
    private final List<String> places = new ArrayList<>();

    private QuestionFile(Path path, List<String> lines) {
        this.path = path;
        // As the reference does: the first line decides for all.
        hasPlaces = trim(lines.get(0)).indexOf(TAB) >= 0;
        int line = 0;
        for (String text : lines) {
            add(++line, text);
        }
    }

    /** Reads a UTF-8 file; throws {@link InputException} naming the line that has two tabs or lacks its place. */
    public static QuestionFile read(Path path) {
        return new QuestionFile(path, TextReader.lines(path));
    }

    /** Reads as {@link #read} does, for a {@code purpose} that needs places; also throws where there are none. */
    public static QuestionFile readWithPlaces(Path path, String purpose) {
        QuestionFile file = read(path);
        if (!file.hasPlaces()) {
            throw InputException.at(path, 1, "has no place after a tab; " + purpose + " needs questions with answers");
        }
        return file;
    }

    public Path path() {
        return path;
    }

    public int size() {
        return questions.size();
    }

    public boolean hasPlaces() {
        return hasPlaces;
    }

    /** Returns the question of line {@code index} (from 0), untrimmed. */
    public String question(int index) {
        return questions.get(index);
    }

    /** Returns the questions in the order of the lines. */
    public List<String> questions() {
        return Collections.unmodifiableList(questions);
    }

    /** Returns the true place of line {@code index} (from 0); throws {@link IllegalStateException} without places. */
    public String place(int index) {
        return places().get(index);
    }

    /** Returns the true places in the order of the lines; throws {@link IllegalStateException} without places. */
    public List<String> places() {
        if (!hasPlaces) {
            throw new IllegalStateException(path + " has no places; ask hasPlaces() first");
        }
        return Collections.unmodifiableList(places);
    }

    private void add(int line, String text) {
        if (text.startsWith("\t")) {
            throw InputException.at(path, line, "the line begins with a tab; put the question before it");
        }
        String trimmed = trim(text);
        int tab = trimmed.indexOf(TAB);
        if (tab >= 0 && trimmed.indexOf(TAB, tab + 1) >= 0) {
            throw InputException.at(
                    path,
                    line,
                    "a line needs one tab between question and place, this one has "
                            + trimmed.chars().filter(c -> c == TAB).count());
        }
        if (hasPlaces && tab < 0) {
            throw InputException.at(
                    path, line, "the line has no place after a tab, but line 1 has one; add it or remove the line");
        }
        int end = text.indexOf(TAB);
        questions.add(end < 0 ? text : text.substring(0, end));
        places.add(trimmed.substring(tab + 1));
    }

    /** Drops white space at both ends, as Python's {@code str.strip} does: no-break spaces and U+0085 count. */
    private static String trim(String text) {
        int begin = 0;
        int end = text.length();
        while (begin < end && isSpace(text.charAt(begin))) {
            begin++;
        }
        while (end > begin && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(begin, end);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == NEXT_LINE;
    }
}
