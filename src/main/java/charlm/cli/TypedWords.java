package charlm.cli;

import charlm.data.InputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The words of a command line, those of {@code @FILE} in its place, and where each of them was written. */
final class TypedWords {
    private static final String MARK = "@";

    /** @param place of the word in a file of arguments, empty where it was typed */
    private record Word(String text, String place) {}

    private final List<Word> words = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    TypedWords(String... arguments) {
        for (String argument : arguments) {
            add(new Word(argument, ""), List.of());
        }
    }

    /** Adds {@code word} or what the file of that name holds; {@code open} are the files that are being read. */
    private void add(Word word, List<Path> open) {
        String text = word.text();
        if (!text.startsWith(MARK) || text.equals(MARK)) {
            words.add(word);
        } else if (text.startsWith(MARK + MARK)) {
            words.add(new Word(text.substring(1), word.place()));
        } else {
            try {
                addFile(Path.of(text.substring(1)), open);
            } catch (InputException | InvalidPathException e) {
                problems.add((word.place().isEmpty() ? "" : word.place() + ": ") + e.getMessage());
            }
        }
    }

    private void addFile(Path file, List<Path> open) {
        if (!Files.exists(file)) {
            throw new InputException(file, "there is no such file of arguments; type @@ for a word that begins with @");
        }
        Path known = file.toAbsolutePath().normalize();
        if (open.contains(known)) {
            throw new InputException(file, "this file of arguments includes itself; remove that @ line");
        }
        List<Path> opened = new ArrayList<>(open);
        opened.add(known);
        int line = 0;
        for (List<String> texts : ArgumentFile.read(file)) {
            line++;
            for (String text : texts) {
                add(new Word(text, file + ":" + line), opened);
            }
        }
    }

    /** Returns what is wrong with the files. */
    List<String> problems() {
        return problems;
    }

    String[] texts() {
        return words.stream().map(Word::text).toArray(String[]::new);
    }

    /** Returns whether {@code option} was typed, with a value or without. */
    boolean contain(OptionSpec option) {
        return words.stream().anyMatch(word -> List.of(option.names()).contains(name(word)));
    }

    /** Returns {@code problem} with the flags of {@code root} named as they were typed, and the file and line of the mistake. */
    String describe(String problem, CommandSpec root) {
        CommandSpec command = command(root);
        String described = problem;
        for (Word word : words) {
            OptionSpec option = command.optionsMap().get(name(word));
            for (String other : option == null ? new String[0] : option.names()) {
                described = whole(other).matcher(described).replaceAll(Matcher.quoteReplacement(name(word)));
            }
        }
        String all = described;
        return words.stream()
                .filter(word -> !word.place().isEmpty() && isNamed(word, all))
                .findFirst()
                .map(word -> all + " (" + word.place() + ")")
                .orElse(all);
    }

    /** Returns whether {@code problem} has {@code word} in quotes, or its flag. */
    private static boolean isNamed(Word word, String problem) {
        return problem.contains("'" + word.text() + "'")
                || name(word).startsWith("-")
                        && whole(name(word)).matcher(problem).find();
    }

    private CommandSpec command(CommandSpec root) {
        return words.stream()
                .filter(word -> root.subcommands().containsKey(word.text()))
                .findFirst()
                .map(word -> root.subcommands().get(word.text()).getCommandSpec())
                .orElse(root);
    }

    private static String name(Word word) {
        return FlagCheck.name(word.text());
    }

    private static Pattern whole(String name) {
        return Pattern.compile("(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-])");
    }
}
