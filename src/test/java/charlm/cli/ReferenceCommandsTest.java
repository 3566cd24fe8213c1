package charlm.cli;

import static charlm.Said.requireParts;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.experiment.ExitCode;
import charlm.golden.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The reference's command lines, in both spellings, with what they leave behind. */
final class ReferenceCommandsTest {
    private static final String EVALUATE = " @corpus.txt --eval_corpus_path @questions.tsv --outputs_path @answers";

    @TempDir
    private Path folder;

    private CliHarness charlm;

    @BeforeEach
    void start() {
        charlm = new CliHarness(folder);
    }

    @Test
    void everyFlagOfSeveralWordsTakesHyphensAndUnderscores() {
        int checked = 0;
        for (CommandLine command :
                new CommandLine(new CharlmCommand()).getSubcommands().values()) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                Set<String> names = new TreeSet<>(Set.of(option.names()));
                for (String name : option.names()) {
                    String words = name.replaceFirst("^--?", "");
                    assertTrue(names.contains("--" + words.replace('_', '-')) || words.length() == 1, name);
                    assertTrue(names.contains("--" + words.replace('-', '_')) || words.length() == 1, name);
                    checked++;
                }
            }
        }
        assertTrue(checked > 100, "only " + checked + " names");
    }

    @ParameterizedTest
    @CsvSource({"vanilla, ''", "perceiver, 'bottleneck=6, '"})
    void aPretrainedModelIsFinetunedAndAskedWithNoMoreFlagsThanTheReferences(String variant, String latents)
            throws IOException {
        String lr = " --bottleneck_dim 6 --pretrain_lr 1e-2 --finetune_lr 1e-3 --tb_expt_name mine";
        String printed = charlm.succeed(
                "pretrain " + variant + " @corpus.txt --writing_params_path @pre --max-steps 3" + lr + CliHarness.TINY);
        assertTrue(
                printed.matches("3 steps in \\d+\\.\\d s, last loss \\d\\.\\d{4}; parameters written to .*pre\\R"),
                printed);
        charlm.succeed("finetune " + variant + " @corpus.txt --reading_params_path @pre"
                + " --writing_params_path @fine --finetune_corpus_path @questions.tsv" + lr);
        String score = charlm.succeed("evaluate " + variant + " --reading_params_path @fine" + EVALUATE + lr);
        assertTrue(score.matches("Correct: [012]\\.0 out of 2\\.0: (0|50|100)\\.0%\\R"), score);
        assertEquals(2, Files.readAllLines(folder.resolve("answers")).size());
        String run = "mine_" + variant + "_6_pt_lr_0.010000_ft_lr_0.001000";
        assertArrayEquals(new String[] {"finetune", "pretrain"}, charlm.names("expt"));
        assertArrayEquals(new String[] {run}, charlm.names("expt/pretrain"));
        assertArrayEquals(new String[] {run}, charlm.names("expt/finetune"));
        String inspected = charlm.succeed("inspect @fine");
        requireParts(inspected, variant + " {block size=32, " + latents + "heads=2, layers=2, width=8}");
        requireParts(inspected, "  task: finetune", "  epochs: 10"); // the reference's, from a checkpoint
    }

    @Test
    void questionsWithoutPlacesAreAnsweredAndNotScored() throws IOException {
        charlm.succeed("pretrain vanilla @corpus.txt --writing_params_path @x --max-steps 2" + CliHarness.TINY);
        charlm.write("questions.tsv", "Where was Bilo born?\nWhere was Ω born?\n");
        String said = charlm.succeed("evaluate vanilla --reading_params_path @x" + EVALUATE);
        assertTrue(said.startsWith("No gold birth places provided; returning (0,0)"), said);
        requireParts(said, "Predictions written to " + folder.resolve("answers") + "; no targets provided");
        assertEquals(2, Files.readAllLines(folder.resolve("answers")).size());
    }

    @Test
    void theBaselineUsesTheReferencesWording() {
        charlm.write("b.tsv", "a?\tLondon\nb?\tOslo\nc?\tOslo\n");
        assertEquals(
                "Correct: 1.0 out of 3.0: 33.33%",
                charlm.succeed("baseline @b.tsv").strip());
        assertEquals(
                "Correct: 0.0 out of 3.0: 0.0%",
                charlm.succeed("baseline @b.tsv --place Rome").strip());
    }

    @Test
    void theViewerPrintsPairsAndNeedsTheQuestionsThatItIsToShow() {
        String[] lines =
                charlm.succeed("dataset namedata @corpus.txt @questions.tsv").split("\\R");
        assertEquals(4, lines.length);
        assertTrue(lines[0].startsWith("x: Where was Ann born?"), lines[0]);
        assertTrue(lines[1].startsWith("y: \u25a1"), lines[1]);
        charlm.fail(ExitCode.USAGE, "dataset namedata @corpus.txt");
    }

    @Test
    void finetuningFromScratchTakesMoreEpochs() {
        charlm.succeed("finetune vanilla @corpus.txt --writing_params_path @fresh --finetune_corpus_path @questions.tsv"
                + CliHarness.TINY);
        String inspected = charlm.succeed("inspect @fresh");
        assertTrue(inspected.contains("  epochs: 75"), inspected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vanilla", "perceiver --bottleneck_dim 5"})
    void theSameCommandTwiceWritesTheSameBytes(String variant) throws IOException {
        String command = "pretrain " + variant.replaceFirst("( |$)", " @corpus.txt ")
                + " --writing_params_path @x --max-steps 3 --batch-size 3" + CliHarness.TINY;
        charlm.succeed(command);
        byte[] first = Files.readAllBytes(folder.resolve("x"));
        charlm.succeed(command);
        assertArrayEquals(first, Files.readAllBytes(folder.resolve("x")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vanilla", "perceiver"})
    void aStateDictIsAskedFinetunedAndItsShapeIsKept(String variant) throws IOException {
        Files.copy(Golden.resource("/golden/" + variant + "-tiny.torch.params"), folder.resolve("torch"));
        charlm.write("corpus.txt", "abcdefghijklmnop\n?");
        charlm.write("questions.tsv", "abc?\tdef\nghi?\tjkl\n");
        String heads = " --num_heads 4 --threads 1";
        String score = charlm.succeed("evaluate " + variant + " --reading_params_path @torch" + EVALUATE + heads);
        assertEquals("Correct: 0.0 out of 2.0: 0.0%", score.strip());
        charlm.succeed("finetune " + variant + " @corpus.txt --reading_params_path @torch --writing_params_path @ours"
                + " --finetune_corpus_path @questions.tsv --finetune_lr 3e-2 --max_epochs 60 --dropout 0" + heads);
        assertEquals(
                "Correct: 2.0 out of 2.0: 100.0%",
                charlm.succeed("evaluate " + variant + " --reading_params_path @ours" + EVALUATE)
                        .strip());
        assertTrue(charlm.succeed("inspect @ours").contains("vocabulary: 20 symbols"));
    }
}
