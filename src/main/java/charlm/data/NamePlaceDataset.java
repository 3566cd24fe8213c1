package charlm.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/**
 * Finetuning examples from lines {@code question<TAB>place}: {@code question MASK place MASK}, of which the place and
 * both masks are scored.
 *
 * <p>Differs from the reference: a file without a final newline keeps its last line.
 */
public final class NamePlaceDataset implements Dataset {
    private static final char TAB = '\t';
    private static final int MASKS = 2;
    private static final int MAX_ASCII = 0x7F;

    private final Path path;
    private final Vocabulary vocabulary;
    private final int blockSize;
    private final List<Example> examples = new ArrayList<>();

    private NamePlaceDataset(Path path, List<String> lines, Vocabulary vocabulary, int blockSize) {
        this.path = path;
        this.vocabulary = vocabulary;
        this.blockSize = blockSize;
        List<InputException> problems = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            try {
                examples.add(parse(i + 1, lines.get(i)));
            } catch (InputException e) {
                problems.add(e);
            }
        }
        if (!problems.isEmpty()) {
            InputException first = problems.get(0);
            throw problems.size() == 1 ? first : first.ofMany(problems.size());
        }
    }

    /** Reads a UTF-8 file; throws {@link InputException} for its first bad line, with the number of bad lines. */
    public static NamePlaceDataset read(Path path, Vocabulary vocabulary, int blockSize) {
        return new NamePlaceDataset(path, TextReader.lines(path), vocabulary, blockSize);
    }

    @Override
    public int size() {
        return examples.size();
    }

    @Override
    public int width() {
        return blockSize - 1;
    }

    @Override
    public Example example(int epoch, int index) {
        return examples.get(index);
    }

    @Override
    public String noun() {
        return "questions";
    }

    private Example parse(int line, String text) {
        requireNone(line, text, Vocabulary::isSpecial, CodePoints::reserved);
        // As the reference does: whatever is not ASCII is dropped, in finetuning only.
        IntPredicate outside = c -> c <= MAX_ASCII && c != TAB && vocabulary.id(c) == Vocabulary.UNKNOWN;
        requireNone(line, text, outside, CodePoints::unknown);
        String ascii = text.codePoints()
                .filter(c -> c <= MAX_ASCII)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        int tab = requireOneTab(line, ascii);
        String question = ascii.substring(0, tab);
        String place = ascii.substring(tab + 1);
        requireText(line, "question", question);
        requireText(line, "place", place);
        int needed = question.length() + place.length() + MASKS;
        if (needed > blockSize) {
            throw InputException.at(
                    path,
                    line,
                    "question (" + question.length() + " characters), place (" + place.length() + ") and " + MASKS
                            + " masks need " + needed + ", the block holds " + blockSize
                            + "; shorten the line or use a block size of " + needed);
        }
        return encode(vocabulary.encode(question), vocabulary.encode(place));
    }

    /** Returns question MASK place MASK, scored from the first MASK on. */
    private static Example encode(int[] question, int[] place) {
        int[] ids = Arrays.copyOf(question, question.length + place.length + MASKS);
        ids[question.length] = Vocabulary.MASK_ID;
        System.arraycopy(place, 0, ids, question.length + 1, place.length);
        ids[ids.length - 1] = Vocabulary.MASK_ID;
        return Example.of(ids, question.length - 1);
    }

    private void requireNone(int line, String text, IntPredicate bad, IntFunction<String> problem) {
        int[] codePoints = text.codePoints().toArray();
        for (int i = 0; i < codePoints.length; i++) {
            if (bad.test(codePoints[i])) {
                throw InputException.at(path, line, i + 1, problem.apply(codePoints[i]));
            }
        }
    }

    private int requireOneTab(int line, String text) {
        long tabs = text.chars().filter(c -> c == TAB).count();
        if (tabs != 1) {
            throw InputException.at(
                    path, line, "a line needs one tab between question and place, this one has " + tabs);
        }
        return text.indexOf(TAB);
    }

    private void requireText(int line, String what, String text) {
        if (text.isEmpty()) {
            throw InputException.at(
                    path,
                    line,
                    "the " + what + " is empty (only ASCII characters count here); fill it in or remove the line");
        }
    }
}
