package charlm.cli;

import static charlm.Said.requireParts;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.experiment.ExitCode;
import charlm.golden.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What can be done with a parameter file and no corpus: generate, ask, compare, convert; and shell completion. */
final class ModelCommandsTest {
    private static final String LEARN = "finetune vanilla @corpus.txt --writing_params_path @x.params"
            + " --finetune_corpus_path @questions.tsv --finetune_lr 3e-2 --max_epochs 60 --dropout 0"
            + " --num-layers 1 --num-heads 2 --embed-dim 16 --block-size 32 --threads 1";

    @TempDir
    private Path folder;

    private CliHarness charlm;

    @BeforeEach
    void start() {
        charlm = new CliHarness(folder);
    }

    private void train(String name, int steps) {
        charlm.succeed("pretrain vanilla @corpus.txt --writing_params_path @" + name + " --max-steps " + steps
                + CliHarness.TINY);
    }

    @Test
    void generatedTextBeginsWithThePromptAndHasTheLengthAskedFor() {
        train("x.params", 2);
        String greedy = charlm.succeed("generate @x.params --prompt Ann --length 40");
        assertEquals(
                "Ann".length() + 40,
                greedy.codePointCount(
                        0, greedy.length() - System.lineSeparator().length()));
        assertTrue(greedy.startsWith("Ann"), greedy);
        String drawn = charlm.succeed("generate @x.params --prompt Ann --length 40 --temperature 2 --seed 5");
        assertEquals(drawn, charlm.succeed("generate @x.params --prompt Ann --length 40 --temperature 2 --seed 5"));
        assertNotEquals(drawn, charlm.succeed("generate @x.params --prompt Ann --length 40 --temperature 2 --seed 6"));
        assertEquals(greedy, charlm.succeed("generate @x.params --prompt Ann --length 40 --top_k 1"));
    }

    @Test
    void generatedLinesStayLines() {
        charlm.write("lines.txt", "a\nb\n".repeat(30));
        charlm.succeed("pretrain vanilla @lines.txt --writing_params_path @l.params --max-steps 1" + CliHarness.TINY);
        String drawn = charlm.succeed("generate @l.params --prompt a --length 60 --temperature 9");
        assertTrue(drawn.lines().count() > 5, drawn);
        assertFalse(drawn.contains("\ufffd"), drawn);
    }

    @Test
    void inspectShowsDigestsThatARunFromAnotherCommandShares() {
        train("x.params", 1);
        train("another.params", 1);
        String digests = charlm.succeed("inspect --digest @x.params");
        assertTrue(digests.lines().allMatch(line -> line.matches("[0-9a-f]{64}  [a-z0-9_. ]+")), digests);
        assertEquals(digests, charlm.succeed("inspect --digest @another.params"));
    }

    @Test
    void aPromptThatTheModelCannotReadNamesTheCharacter() {
        train("x.params", 1);
        String problem = charlm.fail(ExitCode.USAGE, "generate @x.params --prompt AΩ");
        assertTrue(problem.contains("U+03A9 'Ω' is not in the vocabulary"), problem);
        String all = charlm.fail(
                ExitCode.USAGE, "generate @none --prompt x --length 0 --temperature -1 --top-k -2 --threads -1");
        requireParts(all, "no such file", "--length", "--temperature", "--top-k", "--threads");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1048577", "2147483647"})
    void moreCharactersThanCanBeAddedAreRefused(String length) {
        charlm.write("x.params", "");
        String problem = charlm.fail(ExitCode.USAGE, "generate @x.params --prompt Ann --length " + length);
        assertTrue(problem.contains("--length must be at most 1048576, got " + length), problem);
    }

    @Test
    void whatIsTypedIsAnsweredLineByLine() {
        charlm.succeed(LEARN);
        charlm.type("Ann\n  Where was Bo born?  \nBoΩ\n⁇Bo□Ω\n");
        String[] lines = charlm.succeed("ask @x.params --threads 1").split("\\R");
        assertEquals(4, lines.length, String.join("|", lines));
        String number = " \\d+\\.\\d %";
        String others = ", .*" + number + ", .*" + number;
        assertTrue(lines[0].matches("Ann: Rome" + number + others), lines[0]);
        assertTrue(lines[1].matches("Where was Bo born\\?: Oslo" + number + others), lines[1]);
        assertTrue(lines[2].matches("BoΩ: Oslo.* \\(1 character unknown to it\\)"), lines[2]);
        assertTrue(lines[3].matches("⁇Bo□Ω: Oslo.* \\(3 characters unknown to it\\)"), lines[3]);
        charlm.type("");
        assertEquals("", charlm.succeed("ask @x.params --threads 1"));
    }

    @Test
    void aBlankLineOfAPipeIsSkipped() {
        charlm.succeed(LEARN);
        charlm.type("\uFEFF\nAnn\n\n \t\r\nBo");
        List<String> lines = charlm.succeed("ask @x.params --threads 1").lines().toList();
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(lines.get(0).startsWith("Ann: Rome "), lines.get(0));
        assertTrue(lines.get(1).startsWith("Bo: Oslo "), lines.get(1));
    }

    @Test
    void aByteOrderMarkOfAPipeIsNoPartOfTheFirstName() {
        charlm.succeed(LEARN);
        charlm.type("Ann\n");
        String plain = charlm.succeed("ask @x.params --threads 1");
        charlm.type("\uFEFFAnn\n");
        assertEquals(plain, charlm.succeed("ask @x.params --threads 1"));
    }

    @Test
    void aBlankLineOnATerminalEnds() {
        charlm.succeed(LEARN);
        charlm.typeAtTerminal("Ann\n\nBo\n");
        String said = charlm.succeed("ask @x.params --threads 1");
        assertTrue(said.contains("Ann: Rome "), said);
        assertFalse(said.contains("Bo: "), said);
    }

    @Test
    void inputThatCannotBeReadIsAClearError() {
        charlm.succeed(LEARN);
        charlm.typeNothingReadable("Is a directory");
        assertEquals(
                "charlm: standard input: cannot be read (Is a directory); pipe lines of text into it"
                        + System.lineSeparator(),
                charlm.fail(ExitCode.INPUT_DATA, "ask @x.params --threads 1"));
    }

    @Test
    void anotherTemplateAsksAnotherQuestion() {
        charlm.succeed(LEARN);
        charlm.type("Where was Ann born\n");
        assertTrue(charlm.succeed("ask @x.params --template {}?").startsWith("Where was Ann born: Rome "));
        assertTrue(charlm.fail(ExitCode.USAGE, "ask @x.params --template Who?").contains("--template must contain {}"));
    }

    @Test
    void predictionsAndTheModelThatMadeThemCompareAlike() throws IOException {
        charlm.succeed(LEARN);
        charlm.succeed("evaluate vanilla @corpus.txt --reading_params_path @x.params --eval_corpus_path @questions.tsv"
                + " --outputs_path @right --threads 1");
        Files.writeString(folder.resolve("wrong"), "Oslo\nOslo\n");
        for (String second : new String[] {"@right", "@x.params"}) {
            String[] lines = charlm.succeed("compare @wrong " + second + " @questions.tsv")
                    .split("\\R");
            assertTrue(lines[0].startsWith("A 1 of 2, 50.0 % (95 %: 9.5 to 90.5)"), lines[0]);
            assertTrue(lines[1].startsWith("B 2 of 2, 100.0 % (95 %: 34.2 to 100.0)"), lines[1]);
            assertEquals("both right 1, both wrong 0, gained by B 1, lost by B 0", lines[2]);
            assertEquals("McNemar's exact test: p = 1.0000", lines[3]);
            assertEquals("gained: Where was Ann born? Rome (A Oslo, B Rome)", lines[4]);
            assertEquals(5, lines.length);
        }
        String[] few =
                charlm.succeed("compare @right @wrong @questions.tsv --show 0").split("\\R");
        assertEquals(4, few.length);
    }

    @Test
    void moreThanTwoModelsAreComparedEachWithEach() throws IOException {
        charlm.write("many.tsv", "Where was Ann born?\tRome\n".repeat(8));
        Files.writeString(folder.resolve("right"), "Rome\n".repeat(8));
        Files.writeString(folder.resolve("wrong"), "Oslo\n".repeat(8));
        Files.writeString(folder.resolve("half"), "Oslo\n".repeat(4) + "Rome\n".repeat(4));
        String[] lines = charlm.succeed("compare @wrong @half @right @many.tsv").split("\\R");
        assertTrue(lines[1].startsWith("B 4 of 8, 50.0 %"), lines[1]);
        assertEquals("  A to B   gained    4  lost    0  p = 0.1250  Holm = 0.2500", lines[4]);
        assertEquals("  A to C   gained    8  lost    0  p = 0.0078  Holm = 0.0234", lines[5]);
        assertEquals("  B to C   gained    4  lost    0  p = 0.1250  Holm = 0.2500", lines[6]);
        assertEquals(7, lines.length);
        String shown = charlm.succeed("compare @wrong @half @right @many.tsv --show 1");
        assertTrue(shown.contains("B to C, gained: Where was Ann born? Rome (B Oslo, C Rome)"), shown);
        assertTrue(shown.contains("B to C, gained: 3 more"), shown);
    }

    @Test
    void oneModelIsNotCompared() throws IOException {
        Files.writeString(folder.resolve("a"), "a\nb\n");
        assertTrue(charlm.fail(ExitCode.USAGE, "compare @a @questions.tsv")
                .contains("name two models or more, then the file of questions; got 2 files"));
    }

    @Test
    void runsAreListedInEveryForm() {
        charlm.succeed(LEARN);
        String[] lines = charlm.succeed("runs @.").split("\\R");
        assertTrue(lines[0].startsWith("name "), lines[0]);
        assertTrue(lines[1].contains("x.params  finetune  vanilla"), lines[1]);
        assertEquals(2, lines.length);
        assertTrue(charlm.succeed("runs @x.params --csv").contains("x.params,finetune,vanilla,reference,"));
        assertTrue(charlm.succeed("runs @x.params --json").contains("\"task\" : \"finetune\""));
        assertTrue(charlm.succeed("runs @x.params --group-by variant").contains("vanilla  1"));
        assertTrue(charlm.fail(ExitCode.USAGE, "runs @. --csv --json").contains("exclude each other"));
        assertTrue(charlm.fail(ExitCode.USAGE, "runs @. --reverse").contains("--reverse needs --sort"));
        assertTrue(charlm.fail(ExitCode.USAGE, "runs @. --sort x").contains("--sort x names no column"));
        assertTrue(charlm.fail(ExitCode.INPUT_DATA, "runs @none").contains("there is no such file or folder"));
    }

    @Test
    void predictionsForOtherQuestionsAreRefused() throws IOException {
        Files.writeString(folder.resolve("three"), "a\nb\nc\n");
        Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        String problem = charlm.fail(ExitCode.INPUT_DATA, "compare @three @three @questions.tsv");
        assertTrue(problem.contains("three: has 3 predictions for the 2 questions"), problem);
        assertTrue(charlm.fail(ExitCode.INPUT_DATA, "compare @bytes @three @questions.tsv")
                .contains("name a checkpoint, or predictions that evaluate wrote"));
        charlm.write("unplaced.tsv", "Where was Ann born?\n");
        assertTrue(charlm.fail(ExitCode.INPUT_DATA, "compare @three @three @unplaced.tsv")
                .contains("has no place"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vanilla", "perceiver"})
    void aModelGoesToPyTorchAndBackUnchanged(String variant) throws IOException {
        charlm.succeed("pretrain " + variant + " @corpus.txt --bottleneck_dim 7 --writing_params_path @x.params"
                + " --max-steps 2" + CliHarness.TINY);
        assertEquals(
                variant + " written to " + folder.resolve("x.pt"),
                charlm.succeed("convert @x.params @x.pt").strip());
        charlm.succeed("convert @x.pt @y.safetensors --corpus @corpus.txt --num_heads 2");
        charlm.succeed("convert @y.safetensors @y.pth");
        assertArrayEquals(Files.readAllBytes(folder.resolve("x.pt")), Files.readAllBytes(folder.resolve("y.pth")));
        charlm.succeed("convert @x.params @z.params --corpus @corpus.txt");
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("x.params")), Files.readAllBytes(folder.resolve("z.params")));
    }

    @Test
    void whatAStateDictLacksHasToBeNamed() throws IOException {
        Files.copy(Golden.resource("/golden/vanilla-tiny.torch.params"), folder.resolve("t.pt"));
        charlm.write("letters.txt", "abcdefghijklmnop\n?");
        String problem = charlm.fail(ExitCode.INPUT_DATA, "convert @t.pt @t.params --num-heads 4");
        assertTrue(problem.contains("name the corpus it was trained on with --corpus"), problem);
        charlm.fail(ExitCode.PARAMETER_FILE, "convert @t.pt @t.params --num-heads 4 --corpus @corpus.txt");
        charlm.fail(ExitCode.USAGE, "convert @t.pt @t.params --num-heads 3 --corpus @letters.txt");
        assertTrue(charlm.fail(ExitCode.PARAMETER_FILE, "ask @t.pt").contains("charlm convert"));
        String ending = charlm.fail(ExitCode.USAGE, "convert @t.pt @t.onnx --num-heads 0");
        assertTrue(ending.contains("must end in .safetensors or .params") && ending.contains("--num-heads"), ending);
        charlm.succeed("convert @t.pt @t.params --num-heads 4 --corpus @letters.txt");
        assertTrue(charlm.succeed("inspect @t.params").contains("task: convert"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bin", "params", "pt.gz", "x.", "x.xpt"})
    void aNameWithoutAnEndingOfOursIsRefused(String name) {
        charlm.write("x.params", "");
        String said = charlm.fail(ExitCode.USAGE, "convert @x.params @" + name);
        assertTrue(said.contains(name + ": must end in .safetensors or .params"), said);
        assertFalse(Files.exists(folder.resolve(name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " bash", " zsh"})
    void completionKnowsEveryCommand(String shell) {
        String script = charlm.succeed("completion" + shell);
        for (String command :
                new CommandLine(new CharlmCommand()).getSubcommands().keySet()) {
            assertTrue(script.contains("_picocli_charlm_" + command + "()"), command);
        }
        assertTrue(script.contains("complete -F _complete_charlm"), "registers itself");
        assertTrue(script.lines().count() > 500, "a script of several lines, not one of many characters");
        charlm.fail(ExitCode.USAGE, "completion fish");
    }

    /** The script keeps an option's values in a variable that is called after its label. */
    @Test
    void completionOffersEachOptionItsOwnValuesAsTheHelpHasThem() {
        List<String> lines =
                charlm.succeed("completion").lines().map(String::strip).toList();
        assertTrue(lines.contains("local ENGINE_option_args=(\"auto\" \"onednn\" \"nd4j\") # --engine values"));
        assertTrue(lines.contains("local PRECISION_option_args=(\"auto\" \"fp32\" \"bf16\") # --precision values"));
        Set<String> ofThisCommand = new HashSet<>();
        for (String line : lines) {
            if (line.startsWith("function ")) {
                ofThisCommand.clear();
            } else if (line.contains("_option_args=(")) {
                assertTrue(ofThisCommand.add(line.substring(0, line.indexOf('='))), "twice in a command: " + line);
            }
        }
        assertTrue(lines.stream().anyMatch(line -> line.contains("\"vanilla\" \"perceiver\"")), "the variants");
    }

    @Test
    void versionAndDoctorNameEveryEngineAndDoctorTestsIt() {
        String version = charlm.succeed("--version");
        assertTrue(version.startsWith("charlm "), version);
        assertTrue(version.contains("engine nd4j: ND4J 1."), version);
        String doctor = charlm.succeed("doctor");
        assertTrue(doctor.startsWith(version), doctor);
        assertTrue(doctor.contains("picocli-") && doctor.contains("self-test of nd4j: passed"), doctor);
        assertFalse(doctor.contains("FAILED"), doctor);
    }
}
