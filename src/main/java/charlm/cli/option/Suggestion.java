package charlm.cli.option;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The word that a mistyped one was meant to be: one with few other letters, or one that contains it. picocli's own measure
 * finds some word for any other, and none for {@code aks}.
 */
public final class Suggestion {
    private static final int LETTERS_PER_MISTAKE = 3;

    private Suggestion() {}

    /** Returns the most similar of {@code words}, which are in lower case, if one is similar at all. */
    public static Optional<String> of(String anyCase, Collection<String> words) {
        String typed = anyCase.toLowerCase(Locale.ROOT);
        return words.stream()
                .filter(word -> word.contains(typed) && typed.length() > 1
                        || distance(typed, word) <= Math.max(1, word.length() / LETTERS_PER_MISTAKE))
                .min(Comparator.comparing((String word) -> !word.contains(typed))
                        .thenComparing(word -> distance(typed, word)));
    }

    /** Returns {@code ; did you mean WORD?}, or nothing where no word is similar. */
    public static String question(String typed, Collection<String> words) {
        return of(typed, words).map(word -> "; did you mean " + word + "?").orElse("");
    }

    /** Returns what is wrong with {@code typed}, which is no command of {@code root}. */
    public static String unknownCommand(String typed, CommandSpec root) {
        Collection<String> commands = root.subcommands().keySet();
        String question = question(typed, commands);
        return "there is no command '" + typed + "'"
                + (question.isEmpty() ? "; the commands are " + String.join(", ", commands) : question);
    }

    /** Returns how many letters must be added, left out, changed or swapped with the next one. */
    private static int distance(String from, String to) {
        int[][] edits = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                edits[i][j] = Math.max(i, j);
                if (i > 0 && j > 0) {
                    int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                    edits[i][j] =
                            Math.min(edits[i - 1][j - 1] + change, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
                }
                if (i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1)) {
                    edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
                }
            }
        }
        return edits[from.length()][to.length()];
    }
}
