package charlm.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/**
 * Finetuning examples from a {@link QuestionFile}: {@code question MASK place MASK}, of which the place and both masks are
 * scored.
 *
 * <p>Differs from the reference: a file without a final newline keeps its last line, and the white space at the ends of a
 * line is not learnt.
 */
public final class NamePlaceDataset implements Dataset {
    private static final int MASKS = 2;

    private final QuestionFile file;
    private final boolean keepUnicode;
    private final Vocabulary vocabulary;
    private final int blockSize;
    private final List<Example> examples = new ArrayList<>();

    /**
     * Encodes every line; throws {@link InputException} for the first that cannot be trained on, with the number of all.
     *
     * @param file of questions with places
     * @param keepUnicode trains on the text as it is; the reference drops whatever is not ASCII, in finetuning only
     */
    public NamePlaceDataset(QuestionFile file, boolean keepUnicode, Vocabulary vocabulary, int blockSize) {
        this.file = file;
        this.keepUnicode = keepUnicode;
        this.vocabulary = vocabulary;
        this.blockSize = blockSize;
        BadLines bad = new BadLines(file.path());
        for (int i = 0; i < file.size(); i++) {
            int line = i + 1;
            Question question = file.lines().get(i);
            bad.attempt(line, () -> examples.add(encode(line, question)));
        }
        bad.requireNone();
    }

    /** Reads a UTF-8 file; throws {@link InputException} as {@link QuestionFile#readWithPlaces} and the constructor do. */
    public static NamePlaceDataset read(Path path, boolean keepUnicode, Vocabulary vocabulary, int blockSize) {
        return new NamePlaceDataset(QuestionFile.readWithPlaces(path, "training"), keepUnicode, vocabulary, blockSize);
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

    @Override
    public List<Notice> notices() {
        return QuestionNotices.ofTraining(file, keepUnicode);
    }

    private Example encode(int line, Question question) {
        String place = question.place().orElseThrow();
        int placeColumn = question.leading() + CodePoints.count(question.text()) + 1; // behind the tab
        requireKnown(line, question.leading(), question.text());
        requireKnown(line, placeColumn, place);
        int[] asked = vocabulary.encode(kept("question", question.text()));
        int[] answered = vocabulary.encode(kept("place", place));
        int needed = asked.length + answered.length + MASKS;
        if (needed > blockSize) {
            throw new IllegalArgumentException("question (" + asked.length + " characters), place (" + answered.length
                    + ") and " + MASKS + " masks need " + needed + ", the block holds " + blockSize
                    + "; shorten the line or use a block size of " + needed);
        }
        return example(asked, answered);
    }

    /** Returns question MASK place MASK, scored from the first MASK on. */
    private static Example example(int[] question, int[] place) {
        int[] ids = Arrays.copyOf(question, question.length + place.length + MASKS);
        ids[question.length] = Vocabulary.MASK_ID;
        System.arraycopy(place, 0, ids, question.length + 1, place.length);
        ids[ids.length - 1] = Vocabulary.MASK_ID;
        return Example.of(ids, question.length - 1);
    }

    /** Throws at a character that has no meaning here. What is dropped need not be known. */
    private void requireKnown(int line, int columnsBefore, String text) {
        requireNone(line, columnsBefore, text, Vocabulary::isSpecial, CodePoints::reserved);
        requireNone(
                line,
                columnsBefore,
                text,
                c -> (keepUnicode || CodePoints.isAscii(c)) && vocabulary.id(c) == Vocabulary.UNKNOWN,
                c -> CodePoints.unknown(c)
                        + (CodePoints.isAscii(c) ? "" : "; without --keep-unicode it would be dropped"));
    }

    private void requireNone(int line, int columnsBefore, String text, IntPredicate bad, IntFunction<String> problem) {
        int[] codePoints = text.codePoints().toArray();
        for (int i = 0; i < codePoints.length; i++) {
            if (bad.test(codePoints[i])) {
                throw InputException.at(file.path(), line, columnsBefore + i + 1, problem.apply(codePoints[i]));
            }
        }
    }

    private String kept(String what, String text) {
        String kept = keepUnicode ? text : CodePoints.ascii(text);
        if (kept.isEmpty()) {
            throw new IllegalArgumentException("the " + what
                    + " is empty (only ASCII characters count here); add --keep-unicode, or remove the line");
        }
        return kept;
    }
}
