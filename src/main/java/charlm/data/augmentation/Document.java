package charlm.data.augmentation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One document in parts: {@code Title. Body}, the body as words.
 *
 * @param text code points
 * @param titleLength the length of the title, without its full stop; 0 without one
 * @param bodyStart the start of the body
 * @param words of the body in order, without the punctuation around them
 */
record Document(int[] text, int titleLength, int bodyStart, List<TextRange> words) {
    private static final int MAX_TITLE = 48;
    private static final int INITIAL = 2; // "E." and "Jr." do not end a title, "Jackson." does

    static Document of(int... text) {
        int titleLength = titleLength(text);
        int bodyStart = titleLength == 0 ? 0 : titleLength + 2;
        return new Document(text, titleLength, bodyStart, words(text, bodyStart));
    }

    /** A title ends at the first full stop that is not part of an initial, or that the title follows once more. */
    private static int titleLength(int... text) {
        int wordStart = 0;
        for (int i = 0; i + 1 < text.length && i <= MAX_TITLE; i++) {
            if (text[i] == ' ') {
                wordStart = i + 1;
            } else if (text[i] == '.' && text[i + 1] == ' ') {
                if (i - wordStart > INITIAL || i > 0 && repeats(text, i)) {
                    return i;
                }
            }
        }
        return 0;
    }

    private static boolean repeats(int[] text, int length) {
        int again = length + 2;
        return again + length <= text.length && Arrays.equals(text, 0, length, text, again, again + length);
    }

    private static List<TextRange> words(int[] text, int from) {
        List<TextRange> words = new ArrayList<>();
        int start = from;
        while (start < text.length) {
            int end = start;
            while (end < text.length && text[end] != ' ') {
                end++;
            }
            TextRange word = bare(text, start, end);
            if (word.length() > 0) {
                words.add(word);
            }
            start = end + 1;
        }
        return List.copyOf(words);
    }

    /** Strips everything but letters and digits at both ends. */
    private static TextRange bare(int[] text, int start, int end) {
        while (start < end && !Character.isLetterOrDigit(text[start])) {
            start++;
        }
        while (end > start && !Character.isLetterOrDigit(text[end - 1])) {
            end--;
        }
        return new TextRange(start, end);
    }

    int[] title() {
        return Arrays.copyOf(text, titleLength);
    }

    int[] part(int start, int end) {
        return Arrays.copyOfRange(text, start, end);
    }

    int[] part(TextRange range) {
        return part(range.start(), range.end());
    }

    String string(TextRange range) {
        return new String(text, range.start(), range.length());
    }

    /** Returns the words of the title. */
    Set<String> titleWords() {
        Set<String> found = new HashSet<>();
        for (TextRange word : words(title(), 0)) {
            found.add(new String(text, word.start(), word.length()));
        }
        return found;
    }

    /** Returns whether nothing but one space stands between word {@code index}, not the first, and the one before it. */
    boolean joinsPrevious(int index) {
        return words.get(index).start() == words.get(index - 1).end() + 1;
    }
}
