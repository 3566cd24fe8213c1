package charlm.cli;

import static charlm.Said.requireParts;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.experiment.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command line says, and ends with, when it cannot do what is asked. */
final class CliFailuresTest {
    private static final String PRETRAIN = "pretrain vanilla @corpus.txt --writing_params_path @x --max-steps 1";
    private static final String EVALUATE =
            " @corpus.txt --reading_params_path @x --eval_corpus_path @questions.tsv --outputs_path @answers";

    @TempDir
    private Path folder;

    private CliHarness charlm;

    @BeforeEach
    void start() {
        charlm = new CliHarness(folder);
    }

    @Test
    void aTypedFlagThatDiffersFromTheFileIsNamedWithTheFilesOwn() {
        charlm.succeed(PRETRAIN + CliHarness.TINY);
        String both = charlm.fail(ExitCode.USAGE, "evaluate vanilla --block_size 64 --num-layers 3" + EVALUATE);
        assertTrue(both.contains("--block_size 64 disagrees with the file, which needs --block_size 32"), both);
        assertTrue(both.contains("--num-layers 3 disagrees with the file, which needs --num-layers 2"), both);
        String variant = charlm.fail(ExitCode.USAGE, "evaluate perceiver" + EVALUATE);
        assertTrue(variant.contains("it holds a vanilla, not a perceiver; type vanilla"), variant);
        assertFalse(Files.exists(folder.resolve("answers")));
    }

    @Test
    void aParameterFileOfAnotherCorpusIsRefusedWithTheDifference() {
        charlm.succeed(PRETRAIN + CliHarness.TINY);
        charlm.write("corpus.txt", "Ann was born in Rome§");
        String said = charlm.fail(ExitCode.INPUT_DATA, "evaluate vanilla" + EVALUATE);
        assertTrue(said.contains("'§'"), said);
    }

    @Test
    void everythingWrongWithACommandLineIsToldAtOnce() {
        String said = charlm.fail(ExitCode.USAGE, "finetune vanil @none.txt --max-steps x --nonsense --dropout 2");
        requireParts(
                said,
                "--writing_params_path OUT",
                "--finetune_corpus_path TSV",
                "--max-steps must be a whole number like 500, got 'x'",
                "--nonsense");
        requireParts(
                said,
                "VARIANT must be vanilla or perceiver, got 'vanil'; did you mean vanilla?",
                "none.txt: there is no such file");
        requireParts(said, "--dropout must be");
        assertEquals(1, said.split("--writing_params_path").length - 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--embed-dim 10 --num-heads 4 | --embed-dim must be a positive multiple of --num-heads, got 10 and 4",
                "--block-size 4 | --block-size must be at least 5, got 4",
                "--block-size 65537 | --block-size must be at most 65536 for span corruption, got 65537",
                "--num-layers 0 | --num-layers must be at least 1, got 0",
                "--threads -1 | --threads must not be negative, got -1",
                "--max-steps -1 | --max-steps must not be negative, got -1",
                "--batch_size 0 | --batch_size must be at least 1, got 0",
                "--dropout 1 | --dropout must be at least 0 and below 1, got 1.0",
                "--dropout NaN | --dropout must be a decimal number like 0.5 or 6e-3, got 'NaN'",
                "--pretrain_lr 0 | --pretrain_lr must be positive, got 0.0",
                "--pretrain_lr inf | --pretrain_lr must be a decimal number like 0.5 or 6e-3, got 'inf'",
                "--grad-clip -1 | --grad-clip must not be negative, got -1.0",
                "--weight-decay -1 | --weight-decay must not be negative, got -1.0",
                "--engine cuda | --engine must be auto, onednn or nd4j, got 'cuda'",
                "--precision fp64 | --precision must be auto, fp32 or bf16, got 'fp64'",
                "--log-every -1 | --log-every must not be negative, got -1",
            })
    void aNumberThatCannotBeIsRefusedBeforeTraining(String flags, String problem) {
        String said = charlm.fail(ExitCode.USAGE, "pretrain vanilla @corpus.txt --writing_params_path @x " + flags);
        assertTrue(said.contains(problem), said);
        assertFalse(Files.exists(folder.resolve("x")));
        assertFalse(Files.exists(folder.resolve("expt")));
    }

    @Test
    void allNumbersThatCannotBeAreToldAtOnce() {
        String said = charlm.fail(
                ExitCode.USAGE,
                "evaluate vanilla" + EVALUATE
                        + " --block-size 4 --num-layers 0 --num-heads -1 --embed-dim 0 --threads -1");
        assertEquals(7, said.lines().count(), said); // the missing file, five numbers, where to read more
        assertTrue(said.contains("x: there is no such file"), said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--bottleneck_dim 33 --block-size 32 | --bottleneck_dim must lie between 1 and --block-size, got 33"
                        + " and 32",
                "--bottleneck_dim 0 | --bottleneck_dim must lie between 1 and --block-size, got 0 and 128",
                "--num-layers 1 | --num-layers must be at least 2 for a perceiver (a down and an up block), got 1",
            })
    void aPerceiverThatCannotBeIsRefused(String flags, String problem) {
        String said = charlm.fail(ExitCode.USAGE, "pretrain perceiver @corpus.txt --writing_params_path @x " + flags);
        assertEquals(1, said.lines().count(), said);
        assertTrue(said.contains(problem), said);
    }

    @Test
    void aFolderThatTheDemoCannotHaveEndsWithItsOwnCodeAndLeavesItAsItWas() throws IOException {
        String file = charlm.fail(ExitCode.FILES, "demo --out @corpus.txt");
        assertTrue(file.startsWith("charlm: " + folder.resolve("corpus.txt") + ": cannot be made"), file);
        String taken = charlm.fail(ExitCode.FILES, "demo --out @.");
        assertTrue(taken.contains("corpus.txt: is not the demo's and would be overwritten"), taken);
        assertArrayEquals(new String[] {"corpus.txt", "questions.tsv"}, charlm.names("."));
    }

    @Test
    void anOutputThatCannotBeWrittenIsFoundBeforeTraining() {
        String said = charlm.fail(ExitCode.USAGE, "pretrain vanilla @corpus.txt --writing_params_path @none/x");
        assertTrue(said.contains("there is no folder"), said);
    }

    @Test
    void aFolderOfEventsThatCannotBeMadeEndsWithItsOwnCode() {
        charlm.write("expt", "in the way");
        String said = charlm.fail(ExitCode.FILES, PRETRAIN + CliHarness.TINY);
        assertTrue(said.contains("expt"), said);
        assertEquals(1, said.lines().count(), said);
        assertFalse(Files.exists(folder.resolve("x")));
    }

    @Test
    void aPretrainedParameterFileCutShortIsRefused() {
        charlm.write("x", "\0\0\0\0\0\0\0\u0001{");
        String said = charlm.fail(ExitCode.PARAMETER_FILE, "evaluate vanilla" + EVALUATE);
        assertTrue(said.contains("cut short or is not a safetensors file"), said);
        assertEquals(said, charlm.fail(ExitCode.PARAMETER_FILE, "inspect @x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bad.tsv | no tab | :1: has no place after a tab; training needs questions with answers",
                "bad.tsv | Where was Ann born?\tRome\tRome | :1: a line needs one tab",
                "bad.tsv | Where was Zoë born?\tRome | :1:11: U+005A 'Z' is not in the vocabulary",
                "bad.tsv | Where was Ann born in the beginning?\tRome | :1: question (36 characters), place (4)",
            })
    void badQuestionsEndWithFileAndLine(String name, String line, String problem) {
        charlm.write(name, line);
        String said = charlm.fail(
                ExitCode.INPUT_DATA,
                "finetune vanilla @corpus.txt --writing_params_path @x --finetune_corpus_path @" + name
                        + CliHarness.TINY);
        assertTrue(said.contains(name + problem), said);
        assertEquals(1, said.lines().count(), said);
    }

    @Test
    void aBaselineNeedsPlaces() {
        charlm.write("q.tsv", "Where was Ann born?\n");
        String said = charlm.fail(ExitCode.INPUT_DATA, "baseline @q.tsv");
        assertTrue(said.contains("q.tsv:1: has no place after a tab"), said);
    }

    @Test
    void aCallWithoutACommandOrWithAnUnknownOneIsTold() {
        assertTrue(charlm.fail(ExitCode.USAGE, "").contains("charlm --help"));
        String unknown = charlm.fail(ExitCode.USAGE, "pretrian vanilla");
        assertTrue(unknown.contains("pretrian"), unknown);
    }

    @Test
    void aStackTraceIsShownWhenAskedFor() {
        charlm.write("x", "text");
        assertEquals(
                1, charlm.fail(ExitCode.PARAMETER_FILE, "inspect @x").lines().count());
        String said = charlm.fail(ExitCode.PARAMETER_FILE, "inspect @x --stacktrace");
        assertTrue(said.contains("    at charlm.checkpoint.FileFormat"), said);
    }

    @Test
    void helpAndVersionAreResults() {
        for (String command :
                List.of("", "pretrain", "finetune", "evaluate", "baseline", "dataset", "inspect", "demo")) {
            String help = charlm.succeed(command + " --help");
            assertTrue(help.contains("Usage: charlm " + command), help);
            assertFalse(help.contains("${DEFAULT-VALUE}"), help);
        }
        String flags = charlm.succeed("finetune --help");
        requireParts(flags, "--max-epochs", "--max-steps", "--batch-size", "--block-size", "--num-layers");
        requireParts(flags, "--num-heads", "--embed-dim", "--dropout", "--weight-decay", "--seed", "--threads");
        requireParts(flags, "--engine", "--precision", "--log-every");
        assertTrue(charlm.succeed("--version").startsWith("charlm "));
    }

    @Test
    void theHelpListsEveryExitCode() {
        List<Integer> listed = charlm.succeed("--help")
                .lines()
                .dropWhile(line -> !line.equals("Exit codes:"))
                .skip(1)
                .takeWhile(line -> !line.isBlank())
                .map(line -> Integer.valueOf(line.strip().split(" ")[0]))
                .toList();
        assertEquals(Stream.of(ExitCode.values()).map(ExitCode::code).toList(), listed);
    }
}
