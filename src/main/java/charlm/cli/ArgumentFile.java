package charlm.cli;

import charlm.data.InputException;
import charlm.data.TextReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of arguments, in UTF-8 with or without a byte order mark. White space separates words, {@code #} begins a comment
 * at the beginning of a word, and a {@code \} at the end of a line may stand for its continuation. Quotes work as in a shell,
 * also inside a word: everything in {@code '...'} is taken as it stands, and in {@code "..."} a {@code \} lets a {@code "} or
 * {@code \} stand for itself. Any other {@code \} is an ordinary character, as in the paths of Windows.
 *
 * <p>picocli's own reader splits words at quotes, drops what follows a {@code #} inside a word and turns {@code \t} into a
 * tab, without a word of warning.
 */
final class ArgumentFile {
    private static final String CONTINUED = "\\";

    private ArgumentFile() {}

    /** Returns the words of every line of {@code file}; throws {@link InputException} where it cannot be read. */
    static List<List<String>> read(Path file) {
        List<List<String>> words = new ArrayList<>();
        for (String line : lines(file)) {
            words.add(words(line, file + ":" + (words.size() + 1)));
        }
        return words;
    }

    private static List<String> lines(Path file) {
        try {
            boolean empty = Files.isRegularFile(file) && Files.size(file) == 0;
            return empty ? List.of() : TextReader.lines(file);
        } catch (IOException e) {
            throw new InputException(file, "cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private static List<String> words(String line, String place) {
        List<String> words = new ArrayList<>();
        StringBuilder word = null;
        char quote = 0; // the one that is open
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    i += quote == '"' && escapes(line, i) ? 1 : 0;
                    word.append(line.charAt(i));
                }
            } else if (Character.isWhitespace(c)) {
                add(word, words);
                word = null;
            } else if (c == '#' && word == null) {
                break;
            } else {
                word = word == null ? new StringBuilder() : word;
                if (c == '"' || c == '\'') {
                    quote = c;
                } else {
                    word.append(c);
                }
            }
        }
        if (quote != 0) {
            throw new InputException(Path.of(place), unclosed(quote));
        }
        add(word, words);
        if (!words.isEmpty() && words.get(words.size() - 1).equals(CONTINUED)) {
            words.remove(words.size() - 1);
        }
        return words;
    }

    private static boolean escapes(String line, int backslash) {
        return line.charAt(backslash) == '\\'
                && backslash + 1 < line.length()
                && "\"\\".indexOf(line.charAt(backslash + 1)) >= 0;
    }

    private static void add(StringBuilder word, List<String> words) {
        if (word != null) {
            words.add(word.toString());
        }
    }

    private static String unclosed(char quote) {
        return "the quote " + quote + " is not closed on its line; "
                + (quote == '"'
                        ? "a \\ before it makes it an ordinary character, so end a folder in \\\\"
                        : "put a word with an apostrophe in \"...\"");
    }
}
