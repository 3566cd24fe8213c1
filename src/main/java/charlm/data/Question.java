package charlm.data;

import java.util.Optional;

/**
 * A line of a file of questions, without the white space at its ends.
 *
 * @param text the question, what stands before the tab
 * @param place the answer behind the tab; empty where the line has none
 * @param leading number of characters of white space before the question; {@code trailing} of those at the end of the line
 */
public record Question(String text, Optional<String> place, int leading, int trailing) {
    static final char TAB = '\t';
    private static final char NEXT_LINE = 0x85;

    /** Parses a line; throws {@link IllegalArgumentException} with the problem and the way out. */
    static Question parse(String line) {
        String trimmed = trim(line);
        int leading = line.indexOf(trimmed);
        int trailing = line.length() - leading - trimmed.length();
        int tab = trimmed.indexOf(TAB);
        require(
                !trimmed.isEmpty(),
                "the line is empty; fill it in or remove it: a line counts as a question, so that none is skipped");
        require(
                line.substring(0, leading).indexOf(TAB) < 0,
                "the line begins with a tab, so that the question is empty; put it before the tab");
        long tabs = trimmed.chars().filter(c -> c == TAB).count();
        require(
                tabs <= 1,
                "a line needs one tab between question and place, this one has " + tabs + "; remove what is too much");
        return tab < 0
                ? new Question(trimmed, Optional.empty(), leading, trailing)
                : new Question(trimmed.substring(0, tab), Optional.of(trimmed.substring(tab + 1)), leading, trailing);
    }

    /** Drops the white space at both ends, as Python's {@code str.strip} does: no-break spaces and U+0085 count. */
    public static String trim(String line) {
        int begin = 0;
        int end = line.length();
        while (begin < end && isSpace(line.charAt(begin))) {
            begin++;
        }
        while (end > begin && isSpace(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(begin, end);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == NEXT_LINE;
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }
}
