package charlm.data.augmentation;

import charlm.tensor.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The spans of a document to mask: names (a capitalised word, or a run of them) and numbers that the title does not contain,
 * or any few words.
 */
final class AskableSpans {
    private static final double SALIENT_SHARE = 0.8;
    private static final double WHOLE_RUN_SHARE = 0.7;
    private static final int MAX_WORDS = 4;

    private final Document document;
    private final List<Words> salient = new ArrayList<>();

    /** Words {@code first} to {@code last} of a document, both included. */
    record Words(int first, int last) {
        boolean overlaps(Words other) {
            return first <= other.last && other.first <= last;
        }
    }

    AskableSpans(Document document, WordCase wordCase) {
        this.document = document;
        Set<String> given = document.titleWords();
        int runStart = -1;
        for (int i = 0; i < document.words().size(); i++) {
            String word = document.string(document.words().get(i));
            boolean isSalient = !given.contains(word) && wordCase.isSalient(word);
            boolean isName = isSalient && !Character.isDigit(word.codePointAt(0));
            if (runStart >= 0 && !(isName && document.joinsPrevious(i))) {
                salient.add(new Words(runStart, i - 1));
                runStart = -1;
            }
            if (isName && runStart < 0) {
                runStart = i;
            } else if (isSalient && !isName) {
                salient.add(new Words(i, i));
            }
        }
        if (runStart >= 0) {
            salient.add(new Words(runStart, document.words().size() - 1));
        }
    }

    /** Returns the names and numbers. */
    List<Words> salient() {
        return salient;
    }

    boolean isEmpty() {
        return document.words().isEmpty();
    }

    /** Draws a span: mostly a name or a number, a whole one or a word of it, else up to four words from anywhere. */
    Words draw(RandomStream random) {
        if (!salient.isEmpty() && random.nextDouble() < SALIENT_SHARE) {
            Words run = salient.get(random.nextInt(0, salient.size() - 1));
            if (random.nextDouble() < WHOLE_RUN_SHARE) {
                return run;
            }
            int word = random.nextInt(run.first(), run.last());
            return new Words(word, word);
        }
        int first = random.nextInt(0, document.words().size() - 1);
        return new Words(first, Math.min(document.words().size() - 1, first + random.nextInt(0, MAX_WORDS - 1)));
    }

    /** Returns the range of the words in the text. */
    TextRange range(Words span) {
        return new TextRange(
                document.words().get(span.first()).start(),
                document.words().get(span.last()).end());
    }
}
