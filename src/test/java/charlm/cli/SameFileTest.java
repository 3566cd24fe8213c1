package charlm.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.checkpoint.safetensors.NamedTensor;
import charlm.checkpoint.safetensors.Safetensors;
import charlm.experiment.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One file named as what is read and as what is written. */
final class SameFileTest {
    private static final String FINETUNE =
            "finetune vanilla @corpus.txt --finetune_corpus_path @questions.tsv --max-steps 2 --reading_params_path ";

    @TempDir
    private Path folder;

    private CliHarness charlm;

    @BeforeEach
    void start() {
        charlm = new CliHarness(folder);
        charlm.succeed("pretrain vanilla @corpus.txt --writing_params_path @x --max-steps 1" + CliHarness.TINY);
    }

    @Test
    void parametersMayBeReplacedByThoseTrainedFromThem() {
        charlm.succeed(FINETUNE + "@x --writing_params_path @y --threads 1");
        charlm.succeed(FINETUNE + "@x --writing_params_path @x --threads 1");
        List<NamedTensor> elsewhere = Safetensors.read(folder.resolve("y")).tensors();
        List<NamedTensor> inPlace = Safetensors.read(folder.resolve("x")).tensors();
        for (int i = 0; i < elsewhere.size(); i++) {
            assertArrayEquals(elsewhere.get(i).values(), inPlace.get(i).values());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                FINETUNE + "@x --writing_params_path @questions.tsv",
                FINETUNE + "@x --writing_params_path @corpus.txt",
                FINETUNE + "@x --writing_params_path @link",
                "pretrain vanilla @corpus.txt --writing_params_path @corpus.txt",
                "evaluate vanilla @corpus.txt --reading_params_path @x --eval_corpus_path @questions.tsv"
                        + " --outputs_path @x",
                "evaluate vanilla @corpus.txt --reading_params_path @x --eval_corpus_path @questions.tsv"
                        + " --outputs_path @questions.tsv",
            })
    void noOtherInputIsOverwritten(String commandLine) throws IOException {
        Path questions = folder.resolve("questions.tsv");
        Files.createLink(folder.resolve("link"), questions);
        byte[] before = Files.readAllBytes(questions);
        String said = charlm.fail(ExitCode.USAGE, commandLine);
        assertEquals(2, said.lines().count(), said);
        assertTrue(said.contains(": is an input and would be overwritten; name another file to write"), said);
        assertArrayEquals(before, Files.readAllBytes(questions));
    }

    @ParameterizedTest
    @ValueSource(strings = {"book.md", "book.html", "book.run.json", "book.metrics.jsonl", "book.lock"})
    void whatGoesBesideParametersOverwritesNoInput(String corpus) throws IOException {
        Path file = charlm.write(corpus, "Ann was born in Rome\n");
        String said = charlm.fail(
                ExitCode.USAGE,
                "pretrain vanilla @" + corpus + " --writing_params_path @book --max-steps 1" + CliHarness.TINY);
        assertTrue(said.contains(corpus + ": is an input and would be overwritten"), said);
        assertEquals("Ann was born in Rome\n", Files.readString(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"notes.md", "notes.html", "notes.run.json"})
    void whatGoesBesidePredictionsOverwritesNoInput(String questions) throws IOException {
        Path file = charlm.write(questions, "Where was Ann born?\n");
        String said = charlm.fail(
                ExitCode.USAGE,
                "evaluate vanilla @corpus.txt --reading_params_path @x --eval_corpus_path @" + questions
                        + " --outputs_path @notes");
        assertTrue(said.contains(questions + ": is an input and would be overwritten"), said);
        assertEquals("Where was Ann born?\n", Files.readString(file));
    }

    @Test
    void whatNoReportWouldTakeThePlaceOfMayBeRead() {
        charlm.write("book.html", "Ann was born in Rome\n");
        charlm.succeed(
                "pretrain vanilla @book.html --writing_params_path @book --max-steps 1 --no-report" + CliHarness.TINY);
    }

    @Test
    void aRunDoesNotStartFromWhereItKeepsItsBestParameters() throws IOException {
        Files.copy(folder.resolve("x"), folder.resolve("y.best"));
        String finetune = FINETUNE + "@y.best --writing_params_path @y --threads 1";
        String said = charlm.fail(ExitCode.USAGE, finetune + " --eval_corpus_path @questions.tsv");
        assertTrue(said.contains("y.best: is an input and would be overwritten"), said);
        charlm.succeed(finetune); // asks no dev questions, so keeps none
    }

    @Test
    void aReportReplacesNothingOfItsRun() throws IOException {
        requireKept("x", "x", "x.metrics.jsonl", "x.run.json", "x.md", "corpus.txt");
        charlm.succeed(FINETUNE + "@x --writing_params_path @y --threads 1 --eval_corpus_path @questions.tsv");
        String[] ofTraining = {
            "y", "y.best", "y.metrics.jsonl", "y.run.json", "y.md", "x", "corpus.txt", "questions.tsv"
        };
        requireKept("y", ofTraining);
        charlm.succeed("evaluate vanilla @corpus.txt --reading_params_path @y --eval_corpus_path @questions.tsv"
                + " --outputs_path @z");
        requireKept("y", ofTraining);
        requireKept("y", "z", "z.run.json", "z.md");
        requireKept("z", "z", "y", "x", "questions.tsv");
    }

    private void requireKept(String run, String... files) throws IOException {
        for (String file : files) {
            byte[] before = Files.readAllBytes(folder.resolve(file));
            String named = file.equals(run) ? run + ".run.json" : run; // what is named is refused earlier
            String said = charlm.fail(ExitCode.FILES, "report @" + named + " -o @" + file);
            assertTrue(said.contains(file + ": belongs to the run " + run + " and would be overwritten"), said);
            assertArrayEquals(before, Files.readAllBytes(folder.resolve(file)));
        }
    }
}
