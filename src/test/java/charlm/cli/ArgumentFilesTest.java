package charlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.checkpoint.Checkpoint;
import charlm.experiment.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.ParseResult;

/** Command lines kept in files. */
final class ArgumentFilesTest {
    private static final String FINETUNE = "--finetune_corpus_path birth_places_train.tsv";

    @TempDir
    private Path folder;

    private static ParseResult parse(String... arguments) {
        ParseResult parsed =
                Cli.parser(new CharlmCommand(), new FlagCheck()).parseArgs(new TypedWords(arguments).texts());
        assertEquals(List.of(), parsed.errors());
        assertEquals(List.of(), parsed.subcommand().errors());
        return parsed;
    }

    @ParameterizedTest
    @CsvSource({
        "vanilla-nopretrain-finetune, finetune vanilla wiki.txt --writing_params_path vanilla.model.params " + FINETUNE,
        "vanilla-nopretrain-evaluate-dev, evaluate vanilla wiki.txt --reading_params_path vanilla.model.params"
                + " --eval_corpus_path birth_dev.tsv --outputs_path vanilla.nopretrain.dev.predictions",
        "vanilla-nopretrain-evaluate-test, evaluate vanilla wiki.txt --reading_params_path vanilla.model.params"
                + " --eval_corpus_path birth_test_inputs.tsv --outputs_path vanilla.nopretrain.test.predictions",
        "vanilla-pretrain, pretrain vanilla wiki.txt --writing_params_path vanilla.pretrain.params",
        "vanilla-finetune, finetune vanilla wiki.txt --reading_params_path vanilla.pretrain.params"
                + " --writing_params_path vanilla.finetune.params " + FINETUNE,
        "vanilla-evaluate-dev, evaluate vanilla wiki.txt --reading_params_path vanilla.finetune.params"
                + " --eval_corpus_path birth_dev.tsv --outputs_path vanilla.pretrain.dev.predictions",
        "vanilla-evaluate-test, evaluate vanilla wiki.txt --reading_params_path vanilla.finetune.params"
                + " --eval_corpus_path birth_test_inputs.tsv --outputs_path vanilla.pretrain.test.predictions",
        "perceiver-pretrain, pretrain perceiver wiki.txt --bottleneck_dim 64 --pretrain_lr 6e-3"
                + " --writing_params_path perceiver.pretrain.params",
        "perceiver-finetune, finetune perceiver wiki.txt --bottleneck_dim 64"
                + " --reading_params_path perceiver.pretrain.params --writing_params_path perceiver.finetune.params "
                + FINETUNE,
        "perceiver-evaluate-dev, evaluate perceiver wiki.txt --bottleneck_dim 64"
                + " --reading_params_path perceiver.finetune.params --eval_corpus_path birth_dev.tsv"
                + " --outputs_path perceiver.pretrain.dev.predictions",
        "perceiver-evaluate-test, evaluate perceiver wiki.txt --bottleneck_dim 64"
                + " --reading_params_path perceiver.finetune.params --eval_corpus_path birth_test_inputs.tsv"
                + " --outputs_path perceiver.pretrain.test.predictions",
        "vanilla-best-pretrain, pretrain vanilla wiki.txt --recipe best"
                + " --writing_params_path vanilla.best.pretrain.params",
        "vanilla-best-finetune, finetune vanilla wiki.txt --recipe best"
                + " --reading_params_path vanilla.best.pretrain.params --writing_params_path vanilla.best.finetune.params "
                + FINETUNE,
        "vanilla-best-evaluate-dev, evaluate vanilla wiki.txt"
                + " --reading_params_path vanilla.best.finetune.params --eval_corpus_path birth_dev.tsv"
                + " --outputs_path vanilla.best.dev.predictions",
        "vanilla-best-evaluate-test, evaluate vanilla wiki.txt"
                + " --reading_params_path vanilla.best.finetune.params --eval_corpus_path birth_test_inputs.tsv"
                + " --outputs_path vanilla.best.test.predictions",
        "perceiver-best-pretrain, pretrain perceiver wiki.txt --bottleneck_dim 64 --recipe best"
                + " --writing_params_path perceiver.best.pretrain.params",
        "perceiver-best-finetune, finetune perceiver wiki.txt --bottleneck_dim 64 --recipe best"
                + " --reading_params_path perceiver.best.pretrain.params --writing_params_path perceiver.best.finetune.params "
                + FINETUNE,
        "perceiver-best-evaluate-dev, evaluate perceiver wiki.txt --bottleneck_dim 64"
                + " --reading_params_path perceiver.best.finetune.params --eval_corpus_path birth_dev.tsv"
                + " --outputs_path perceiver.best.dev.predictions",
        "perceiver-best-evaluate-test, evaluate perceiver wiki.txt --bottleneck_dim 64"
                + " --reading_params_path perceiver.best.finetune.params --eval_corpus_path birth_test_inputs.tsv"
                + " --outputs_path perceiver.best.test.predictions",
    })
    void eachFileIsTheCommandItIsNamedAfter(String name, String commandLine) {
        assertEquals(
                commandLine,
                String.join(" ", parse("@configs/" + name + ".args").expandedArgs()));
    }

    @Test
    void theseAreAllExperimentsAndEachTrainingCanBeMadeTiny() throws IOException {
        Set<String> trainings = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of("configs"))) {
            Set<String> names =
                    files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
            assertEquals(11 + 8 + 1, names.size(), names::toString);
            names.removeIf(name -> name.contains("evaluate") || name.equals("tiny.args"));
            trainings.addAll(names);
        }
        assertEquals(5 + 4, trainings.size());
        for (String training : trainings) {
            ParseResult command =
                    parse("@configs/" + training, "@configs/tiny.args").subcommand();
            assertEquals(Integer.valueOf(16), command.matchedOptionValue("--embed-dim", 0), training);
        }
    }

    @Test
    void whatIsTypedBehindAFileCountsAndTheWholeCommandIsKept() {
        CliHarness charlm = new CliHarness(folder);
        Path corpus = folder.resolve("corpus.txt");
        charlm.write(
                "x.args", "# a comment\npretrain vanilla '" + corpus + "'\n--max-epochs 650" + CliHarness.TINY + "\n");
        String printed = charlm.succeed("@@x.args --max-epochs 2 --writing_params_path @x");
        assertTrue(printed.startsWith("2 steps in "), printed);
        String command = Checkpoint.read(folder.resolve("x")).training().get("command");
        assertEquals(
                "charlm pretrain vanilla " + corpus + " --max-epochs 650" + CliHarness.TINY
                        + " --max-epochs 2 --writing_params_path " + folder.resolve("x"),
                command);
    }

    @Test
    void aFileOfArgumentsThatIsNotThereIsNamed() {
        List<String> lines = new CliHarness(folder)
                .fail(ExitCode.USAGE, "@@none.args")
                .lines()
                .toList();
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(lines.get(0).contains("none.args: there is no such file of arguments"), lines.get(0));
    }

    private List<String> words(String text) {
        Path file = new CliHarness(folder).write("w.args", text);
        TypedWords words = new TypedWords("@" + file);
        assertEquals(List.of(), words.problems());
        return List.of(words.texts());
    }

    @Test
    void quotesWorkAsInAShell() {
        assertEquals(List.of("--flag=a b", "--flag=c d", "e f", ""), words("--flag=\"a b\" --flag='c d' 'e f' \"\""));
        assertEquals(List.of("don't", "say \"x\"", "a\\b"), words("\"don't\" \"say \\\"x\\\"\" \"a\\\\b\""));
        assertEquals(List.of("\\\\server\\new", "ab c"), words("'\\\\server\\new' a'b 'c"));
    }

    @Test
    void pathsOfWindowsKeepTheirBackslashes() {
        assertEquals(
                List.of("C:\\temp\\new.txt", "C:\\temp\\a b\\new.txt", "\\\\server\\share\\"),
                words("C:\\temp\\new.txt \"C:\\temp\\a b\\new.txt\" \\\\server\\share\\"));
    }

    @Test
    void linesEndAndContinueInAnyWay() {
        assertEquals(List.of("a", "b", "c"), words("a \\\r\n\tb\r\n\r\nc\r\n"));
        assertEquals(List.of("a", "b"), words("a \\\nb"));
    }

    @Test
    void aCommentBeginsAtTheBeginningOfAWord() {
        assertEquals(List.of("a#b", "#c", "d"), words("# it's one\na#b '#c' # e \"\n  #f\nd"));
    }

    @Test
    void aFileWithoutWordsAddsNone() {
        assertEquals(List.of(), words(""));
        assertEquals(List.of(), words("\n  \n# nothing\n"));
        CliHarness charlm = new CliHarness(folder);
        charlm.write("empty.args", "");
        assertTrue(charlm.fail(ExitCode.USAGE, "@@empty.args").contains("missing COMMAND"), charlm.said());
        charlm.succeed("@@empty.args help @@empty.args ask");
    }

    @Test
    void aByteOrderMarkIsDropped() {
        assertEquals(List.of("help", "ask"), words("\uFEFFhelp ask\n"));
    }

    @Test
    void aFileInUtf16OrAnyOtherEncodingIsRefusedByName() {
        CliHarness charlm = new CliHarness(folder);
        charlm.write("w.args", "help ask\n".getBytes(StandardCharsets.UTF_16));
        assertProblem(charlm, "@@w.args", "w.args: the file is UTF-16");
        charlm.write("w.args", "help ask\n".getBytes(StandardCharsets.UTF_16LE));
        assertProblem(charlm, "@@w.args", "w.args: the file looks like UTF-16");
        charlm.write("w.args", "help\n# \u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertProblem(charlm, "@@w.args", "w.args:2: byte 0xE9 at byte offset 7");
    }

    private static void assertProblem(CliHarness charlm, String commandLine, String problem) {
        List<String> lines = charlm.fail(ExitCode.USAGE, commandLine).lines().toList();
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(lines.get(0).contains(problem), lines.get(0));
    }

    @Test
    void aQuoteThatIsNotClosedIsNamedWithItsLine() {
        CliHarness charlm = new CliHarness(folder);
        charlm.write("w.args", "help\n--prompt don't\n");
        assertProblem(charlm, "@@w.args", "w.args:2: the quote ' is not closed on its line; put a word with");
        charlm.write("w.args", "help \"C:\\new folder\\\"\n");
        assertProblem(charlm, "@@w.args", "w.args:1: the quote \" is not closed on its line; a \\ before it");
    }

    @Test
    void aFileThatIncludesItselfIsNamedWithItsLine() {
        CliHarness charlm = new CliHarness(folder);
        charlm.write("w.args", "help\n@" + folder.resolve("v.args") + "\n");
        charlm.write("v.args", "\n\n@" + folder.resolve("w.args") + "\n");
        assertProblem(
                charlm, "@@w.args", "v.args:3: " + folder.resolve("w.args") + ": this file of arguments includes");
    }

    @Test
    void aFileMayBeIncludedTwice() {
        CliHarness charlm = new CliHarness(folder);
        charlm.write("again.args", "ask");
        assertEquals(
                List.of("ask", "ask"), words("@" + folder.resolve("again.args") + " @" + folder.resolve("again.args")));
    }

    @Test
    void aMissingFileInAFileIsNamedWithTheLine() {
        CliHarness charlm = new CliHarness(folder);
        charlm.write("w.args", "help\n@" + folder.resolve("none.args"));
        assertProblem(charlm, "@@w.args", "w.args:2: " + folder.resolve("none.args") + ": there is no such file");
        assertProblem(charlm, "@@.", "a directory");
    }

    @Test
    void twoAtSignsAreOne() {
        assertEquals(List.of("@name", "@"), words("@@name @"));
        CliHarness charlm = new CliHarness(folder);
        charlm.write(
                "x.args",
                "pretrain vanilla '" + folder.resolve("corpus.txt") + "' --tb_expt_name @@me --max-steps 1"
                        + CliHarness.TINY);
        charlm.succeed("@@x.args --writing_params_path @x");
        String command = Checkpoint.read(folder.resolve("x")).training().get("command");
        assertTrue(command.contains(" --tb_expt_name @@me "), command); // as it must be typed again
    }

    @Test
    void aMistakeInAFileIsNamedWithFileAndLine() {
        CliHarness charlm = new CliHarness(folder);
        Path file = charlm.write(
                "w.args", "pretrain vanil\n--max_steps x\n--embed-dimm 3\nmore '" + folder.resolve("corpus.txt") + "'");
        List<String> lines =
                charlm.fail(ExitCode.USAGE, "@@w.args --batch-size 0").lines().toList();
        for (String end : List.of(
                "got 'vanil'; did you mean vanilla? (" + file + ":1)",
                "--max_steps must be a whole number like 500, got 'x' (" + file + ":2)",
                "--embed-dimm; did you mean --embed-dim? (" + file + ":3)",
                "--batch-size must be at least 1, got 0")) {
            assertTrue(lines.stream().anyMatch(line -> line.endsWith(end)), () -> end + " is not in " + lines);
        }
    }
}
