package charlm.data.augmentation;

import charlm.data.Example;
import charlm.data.Vocabulary;
import charlm.data.augmentation.AskableSpans.Words;
import charlm.tensor.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes one augmented form of a document that has words. */
final class Augmenter {
    private static final int[] NOTHING = {};
    private static final int[] SPACE = {' '};
    private static final int[] TITLE_END = {'.', ' '};
    private static final int MASKS = 3;
    private static final int MIN_WINDOW = 32;
    private static final int MIN_EXCERPT = 10;
    private static final int MAX_EXCERPT = 60;
    private static final double FROM_START_SHARE = 0.5;

    /** The largest distance of the words of a question from the span, in words. */
    private static final int CONTEXT_REACH = 6;

    private static final int MAX_PAIRS = 4;

    private static final int MAX_CONTEXT_WORDS = 4;

    /** Words of other documents at the start: a real question begins with words that its document does not have. */
    private static final int MAX_FOREIGN_WORDS = 3;

    private static final double JUST_BEFORE_SHARE = 0.5;
    private static final double TITLE_FIRST_SHARE = 0.4;
    private static final double TITLE_LAST_SHARE = 0.3;

    private final Vocabulary vocabulary;
    private final int blockSize;
    private final PlainWords plainWords;

    Augmenter(Vocabulary vocabulary, int blockSize, PlainWords plainWords) {
        this.vocabulary = vocabulary;
        this.blockSize = blockSize;
        this.plainWords = plainWords;
    }

    Optional<Example> make(Augmentation form, Document document, AskableSpans spans, RandomStream random) {
        return switch (form) {
            case PREFIX -> throw new IllegalArgumentException("prefixes have a data set of their own");
            case WINDOW -> window(document, spans, random);
            case EXCERPT -> excerpt(document, spans, random);
            case QUESTION -> question(document, spans, random);
            case TITLE -> title(document, spans, random);
        };
    }

    private Optional<Example> window(Document document, AskableSpans spans, RandomStream random) {
        TextRange span = spans.range(spans.draw(random));
        return corrupted(document, window(document, span, random), span, true);
    }

    /** A window around {@code span}, from the body's start or from another word's. */
    private TextRange window(Document document, TextRange span, RandomStream random) {
        int longest = bodyCapacity(document);
        int length = Math.max(span.length(), random.nextInt(Math.min(MIN_WINDOW, longest), longest));
        int earliest = Math.max(document.bodyStart(), span.end() - length);
        boolean fromStart = earliest == document.bodyStart() && random.nextDouble() < FROM_START_SHARE;
        int start = fromStart ? earliest : wordStart(document, random.nextInt(earliest, span.start()));
        return new TextRange(start, Math.min(document.text().length, start + length));
    }

    /** Returns the start of the first word that does not start before {@code from}. */
    private static int wordStart(Document document, int from) {
        return document.words().stream()
                .mapToInt(TextRange::start)
                .filter(start -> start >= from)
                .findFirst()
                .orElseThrow();
    }

    /** {@code Title. before MASK after MASK span MASK}, all of it scored or the span alone. */
    private Optional<Example> corrupted(Document document, TextRange window, TextRange span, boolean scoresAll) {
        Layout layout = new Layout(vocabulary, blockSize);
        if (document.titleLength() > 0) {
            layout.add(scoresAll, document.title()).add(scoresAll, TITLE_END);
        }
        return layout.add(scoresAll, document.part(window.start(), span.start()))
                .add(scoresAll, Vocabulary.MASK)
                .add(scoresAll, document.part(span.end(), window.end()))
                .add(scoresAll, Vocabulary.MASK)
                .scored(document.part(span))
                .scored(Vocabulary.MASK)
                .example();
    }

    private Optional<Example> excerpt(Document document, AskableSpans spans, RandomStream random) {
        TextRange span = spans.range(spans.draw(random));
        int around =
                Math.min(random.nextInt(MIN_EXCERPT, MAX_EXCERPT), Math.max(0, bodyCapacity(document) - span.length()));
        int before = random.nextInt(0, around);
        int start = Math.max(document.bodyStart(), span.start() - before);
        int end = Math.min(document.text().length, span.end() + around - before);
        return corrupted(document, new TextRange(start, end), span, false);
    }

    /** {@code words Title words MASK span MASK}, then up to three times {@code words MASK span MASK}. */
    private Optional<Example> question(Document document, AskableSpans spans, RandomStream random) {
        Layout layout = new Layout(vocabulary, blockSize);
        List<Words> known = new ArrayList<>();
        int pairs = random.nextInt(1, MAX_PAIRS);
        for (int pair = 0; pair < pairs; pair++) {
            Words span = spans.draw(random);
            if (known.stream().anyMatch(span::overlaps)) {
                continue; // its answer could be copied
            }
            known.add(span);
            List<int[]> question = contextWords(document, span, random);
            if (pair == 0 && document.titleLength() > 0) {
                question.add(titleIndex(question.size(), random), document.title());
                question.addAll(0, plainWords.draw(MAX_FOREIGN_WORDS, random));
            }
            int[] answer = document.part(spans.range(span));
            if (pair > 0 && length(question) + answer.length + 2 > layout.remaining()) {
                break;
            }
            for (int i = 0; i < question.size(); i++) {
                layout.unscored(i == 0 && pair == 0 ? NOTHING : SPACE).unscored(question.get(i));
            }
            layout.scored(Vocabulary.MASK).scored(answer).scored(Vocabulary.MASK);
        }
        return layout.example();
    }

    private static int titleIndex(int words, RandomStream random) {
        double where = random.nextDouble();
        if (where < TITLE_FIRST_SHARE) {
            return 0;
        }
        return where < TITLE_FIRST_SHARE + TITLE_LAST_SHARE ? words : random.nextInt(0, words);
    }

    /** Returns the length of the words with a space before each. */
    private static int length(List<int[]> words) {
        return words.stream().mapToInt(word -> word.length + 1).sum();
    }

    /** Up to four words in the order of the text: those just before the span, or any near it. */
    private static List<int[]> contextWords(Document document, Words span, RandomStream random) {
        Set<String> title = document.titleWords();
        List<TextRange> near = new ArrayList<>();
        int count = random.nextInt(0, MAX_CONTEXT_WORDS);
        boolean justBefore = random.nextDouble() < JUST_BEFORE_SHARE;
        int from = Math.max(0, span.first() - (justBefore ? count : CONTEXT_REACH));
        int to = justBefore ? span.first() - 1 : Math.min(document.words().size() - 1, span.last() + CONTEXT_REACH);
        for (int i = from; i <= to; i++) {
            TextRange word = document.words().get(i);
            if ((i < span.first() || i > span.last()) && !title.contains(document.string(word))) {
                near.add(word);
            }
        }
        while (near.size() > count) {
            near.remove(random.nextInt(0, near.size() - 1));
        }
        List<int[]> words = new ArrayList<>();
        near.forEach(word -> words.add(document.part(word)));
        return words;
    }

    /** {@code MASK. window MASK Title MASK}, without the title where the window has it. */
    private Optional<Example> title(Document document, AskableSpans spans, RandomStream random) {
        TextRange window = window(document, spans.range(spans.draw(random)), random);
        int[] title = document.title();
        int[] text = document.part(window);
        int at = Collections.indexOfSubList(boxed(text), boxed(title));
        Layout layout = new Layout(vocabulary, blockSize);
        if (title.length > 0 && at >= 0) {
            layout.unscored(document.part(window.start(), window.start() + at))
                    .unscored(Vocabulary.MASK)
                    .unscored(document.part(window.start() + at + title.length, window.end()));
        } else {
            layout.unscored(Vocabulary.MASK).unscored(TITLE_END).unscored(text);
        }
        return layout.unscored(Vocabulary.MASK)
                .scored(title)
                .scored(Vocabulary.MASK)
                .example();
    }

    private static List<Integer> boxed(int... text) {
        return Arrays.stream(text).boxed().toList();
    }

    /** Returns the most characters of the body that fit beside the title and the masks. */
    private int bodyCapacity(Document document) {
        return Math.max(0, blockSize + 1 - document.titleLength() - TITLE_END.length - MASKS);
    }
}
