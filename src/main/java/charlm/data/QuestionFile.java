package charlm.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Questions to train on or to ask: lines {@code question<TAB>place}, or questions alone where no line has a place. The white
 * space at the ends of a line is no part of it. Every line is a question, since predictions match questions by their lines.
 *
 * <p>Differs from the reference: it trims a line only to find the true place, so that a blank at its end is learnt, and is
 * then missing in what the answer is compared with. It lets the first line decide for all whether there are places.
 */
public final class QuestionFile {
    /** The largest number of characters of an answer that is ever given, as the reference does. */
    public static final int LONGEST_ANSWER = 32;

    private final Path path;
    private final List<Question> lines;
    private final boolean hasPlaces;

    private QuestionFile(Path path, List<String> text) {
        this.path = path;
        SortedMap<Integer, Question> parsed = new TreeMap<>(); // by line, without those that are bad
        BadLines bad = new BadLines(path);
        for (int i = 0; i < text.size(); i++) {
            int line = i + 1;
            bad.attempt(line, () -> parsed.put(line, Question.parse(text.get(line - 1))));
        }
        Optional<Integer> firstPlace = parsed.keySet().stream()
                .filter(line -> parsed.get(line).place().isPresent())
                .findFirst();
        hasPlaces = firstPlace.isPresent();
        firstPlace.ifPresent(
                first -> parsed.forEach((line, question) -> bad.attempt(line, () -> requirePlace(question, first))));
        bad.requireNone();
        lines = List.copyOf(parsed.values());
    }

    private static void requirePlace(Question question, int first) {
        if (question.place().isEmpty()) {
            throw new IllegalArgumentException(
                    "the line has no place after a tab, but line " + first + " has one; add it or remove the line");
        }
    }

    /** Reads a UTF-8 file; throws {@link InputException} for its first bad line, with the number of bad lines. */
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
        return lines.size();
    }

    public boolean hasPlaces() {
        return hasPlaces;
    }

    /** Returns the questions with their places, in the order of the lines. */
    public List<Question> lines() {
        return lines;
    }

    /** Returns the question of line {@code index} (from 0). */
    public String question(int index) {
        return lines.get(index).text();
    }

    /** Returns the questions in the order of the lines. */
    public List<String> questions() {
        return lines.stream().map(Question::text).toList();
    }

    /** Returns the true place of line {@code index} (from 0); throws {@link IllegalStateException} without places. */
    public String place(int index) {
        return lines.get(index).place().orElseThrow(this::withoutPlaces);
    }

    /** Returns the true places in the order of the lines; throws {@link IllegalStateException} without places. */
    public List<String> places() {
        return lines.stream()
                .map(line -> line.place().orElseThrow(this::withoutPlaces))
                .toList();
    }

    private IllegalStateException withoutPlaces() {
        return new IllegalStateException(path + " has no places; ask hasPlaces() first");
    }
}
