package charlm.data;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** What becomes of a {@link QuestionFile} in training and in asking, beyond what its lines say: the {@link Notice}s of it. */
public final class QuestionNotices {
    private static final String KEEP_UNICODE = "finetune with --keep-unicode to train on the text as it is";

    private final QuestionFile file;
    private final List<Notice> notices = new ArrayList<>();

    private QuestionNotices(QuestionFile file) {
        this.file = file;
    }

    /** Returns what {@link NamePlaceDataset} leaves out or merges, and the answers that can be learnt but never given. */
    static List<Notice> ofTraining(QuestionFile file, boolean keepUnicode) {
        QuestionNotices told = new QuestionNotices(file);
        told.addOuterSpace();
        if (!keepUnicode) {
            told.addCharacters(
                    "not_ascii",
                    line -> line.text() + line.place().orElse(""),
                    codePoint -> !CodePoints.isAscii(codePoint),
                    "dropped characters that are not ASCII",
                    KEEP_UNICODE);
            told.addMerged(
                    line -> CodePoints.ascii(line.text()),
                    "without the dropped characters, this question is",
                    KEEP_UNICODE);
        }
        told.addLongPlaces(place -> keepUnicode ? place : CodePoints.ascii(place));
        return told.notices;
    }

    /**
     * Returns what a model does not see of the questions, and the true answers that it can never give.
     *
     * @param trainedOnAscii whether the model's finetuning dropped whatever is not ASCII
     */
    public static List<Notice> ofAsking(
            QuestionFile file, Vocabulary vocabulary, int blockSize, boolean trainedOnAscii) {
        QuestionNotices told = new QuestionNotices(file);
        told.addOuterSpace();
        if (trainedOnAscii) {
            told.addCharacters(
                    "not_ascii_in_training",
                    line -> line.text() + line.place().orElse(""),
                    codePoint -> !CodePoints.isAscii(codePoint) && vocabulary.id(codePoint) != Vocabulary.UNKNOWN,
                    "asks with, or for, characters that are not ASCII, which the finetuning of this model dropped",
                    KEEP_UNICODE);
        }
        told.addPrompts(vocabulary, blockSize);
        told.addLongPlaces(place -> place);
        told.addCharacters(
                "unknown_in_answers",
                line -> line.place().orElse(""),
                codePoint -> vocabulary.id(codePoint) == Vocabulary.UNKNOWN || codePoint == Vocabulary.MASK,
                "the place has characters that are not in the vocabulary, so that no answer can be right",
                "replace them, or pretrain on a corpus that has them");
        return told.notices;
    }

    /** Returns which {@code answers}, one a question, are wrong only because they spell the same text otherwise. */
    public static List<Notice> ofAnswers(QuestionFile file, List<String> answers) {
        QuestionNotices told = new QuestionNotices(file);
        told.addLines(
                "unicode_form",
                IntStream.range(0, file.hasPlaces() ? file.size() : 0)
                        .filter(i -> !answers.get(i).equals(file.place(i))
                                && composed(answers.get(i)).equals(composed(file.place(i))))
                        .toArray(),
                "the answer differs from the place by Unicode normalisation only, and counts as wrong",
                "save the corpus and all questions in one form, such as NFC");
        return told.notices;
    }

    private static String composed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private void addOuterSpace() {
        addLines(
                "outer_white_space",
                matching(line -> line.leading() + line.trailing() > 0),
                "left out the white space at the ends of the line",
                "training and evaluation do so alike; remove it if other programs read the file");
    }

    private void addPrompts(Vocabulary vocabulary, int blockSize) {
        addCharacters(
                "reserved_characters",
                Question::text,
                Vocabulary::isSpecial,
                "the question has characters that stand for padding or masks",
                "remove or replace them");
        addCharacters(
                "unknown_characters",
                Question::text,
                codePoint -> vocabulary.id(codePoint) == Vocabulary.UNKNOWN,
                "skipped characters that are not in the vocabulary",
                "remove them, or pretrain on a corpus that has them");
        addLines(
                "cut_questions",
                matching(line -> needed(line, vocabulary) > blockSize),
                "question, mask and answer have more than the " + blockSize
                        + " characters of the block, so that the beginning of the question is cut off",
                "shorten it, or train with a larger --block-size");
        addMerged(
                line -> {
                    int[] known = vocabulary.encodeKnown(line.text());
                    int cut = Math.max(0, known.length + 1 - blockSize); // the mask is read, too
                    return vocabulary.decode(Arrays.copyOfRange(known, cut, known.length));
                },
                "to this model, this question is",
                "tell them apart by characters that the model reads");
    }

    /** Returns the number of characters that the model reads until the whole answer is there. */
    private static int needed(Question line, Vocabulary vocabulary) {
        int answer = CodePoints.count(line.place().orElse(""));
        return vocabulary.encodeKnown(line.text()).length + 1 + Math.min(answer, QuestionFile.LONGEST_ANSWER);
    }

    private void addLongPlaces(Function<String, String> read) {
        addLines(
                "long_answers",
                matching(line ->
                        line.place().filter(place -> isLong(read.apply(place))).isPresent()),
                "the place has more than " + QuestionFile.LONGEST_ANSWER
                        + " characters, the longest answer that is given, so that no answer can be right",
                "shorten it");
    }

    private static boolean isLong(String place) {
        return CodePoints.count(place) > QuestionFile.LONGEST_ANSWER;
    }

    /** Adds the lines whose question reads as that of an earlier line with another text. */
    private void addMerged(Function<Question, String> read, String what, String wayOut) {
        Map<String, Integer> first = new HashMap<>();
        int[] earlier = IntStream.range(0, file.size())
                .map(i -> first.computeIfAbsent(read.apply(file.lines().get(i)), key -> i))
                .toArray();
        int[] merged = IntStream.range(0, file.size())
                .filter(i -> !file.question(i).equals(file.question(earlier[i])))
                .toArray();
        if (merged.length > 0) {
            addLines(
                    "merged_questions",
                    merged,
                    what + " the same as that of line " + (earlier[merged[0]] + 1) + ", whose text differs",
                    wayOut);
        }
    }

    private void addCharacters(
            String kind, Function<Question, String> read, IntPredicate bad, String what, String wayOut) {
        int[] lines = matching(line -> read.apply(line).codePoints().anyMatch(bad));
        if (lines.length > 0) {
            int[] all = IntStream.of(lines)
                    .flatMap(i -> read.apply(file.lines().get(i)).codePoints())
                    .filter(bad)
                    .toArray();
            String first = CodePoints.describe(all[0]);
            notices.add(notice(
                    kind,
                    lines,
                    what + ", " + all.length + in(lines.length) + " (the first is " + first + "); " + wayOut));
        }
    }

    private void addLines(String kind, int[] lines, String what, String wayOut) {
        if (lines.length > 0) {
            notices.add(notice(kind, lines, what + "," + in(lines.length) + "; " + wayOut));
        }
    }

    private Notice notice(String kind, int[] lines, String message) {
        return new Notice(kind, file.path().toString(), lines[0] + 1, lines.length, message);
    }

    private static String in(int lines) {
        return lines == 1 ? " in 1 line" : " in " + lines + " lines from this one on";
    }

    private int[] matching(Predicate<Question> condition) {
        return IntStream.range(0, file.size())
                .filter(i -> condition.test(file.lines().get(i)))
                .toArray();
    }
}
