package charlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.experiment.DemoFolder;
import charlm.experiment.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CliTest {
    private static final List<String> TINY = List.of(
            "--num-layers", "2", "--num_heads", "2", "--embed-dim", "8", "--max-steps", "2", "--block-size", "64");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeCorpus() {
        DemoFolder.fill(folder);
    }

    private ExitCode run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Cli.run(
                new Streams(new BufferedReader(Reader.nullReader()), false, new PrintWriter(out), new PrintWriter(err)),
                folder.resolve("expt"),
                StopSignals.NONE,
                arguments);
    }

    private ExitCode run(List<String> arguments, String... more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of(more));
        return run(all.toArray(new String[0]));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void everythingWrongWithACommandLineIsReportedAtOnce() {
        assertEquals(
                ExitCode.USAGE,
                run("finetune", "vanil", path("none.txt"), "--max-steps", "x", "--nonsense", "--dropout", "2"));
        String problems = err.toString();
        for (String part : new String[] {
            "--writing_params_path OUT",
            "--finetune_corpus_path TSV",
            "'x' is not a long",
            "--nonsense",
            "VARIANT must be vanilla or perceiver, got vanil",
            "none.txt: there is no such file",
            "--dropout must be"
        }) {
            assertTrue(problems.contains(part), part + " is not in " + problems);
        }
        assertEquals(1, problems.split("--writing_params_path").length - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vanilla", "perceiver"})
    void aModelGoesThroughAllThreeCommandsAndInspect(String variant) throws IOException {
        List<String> pretrain = new ArrayList<>(List.of("pretrain", variant, path("corpus.txt")));
        pretrain.addAll(TINY);
        assertEquals(ExitCode.DONE, run(pretrain, "--writing_params_path", path("pre.params")), err::toString);
        assertEquals(
                ExitCode.DONE,
                run(
                        "finetune",
                        variant,
                        path("corpus.txt"),
                        "--reading-params-path",
                        path("pre.params"),
                        "--writing-params-path",
                        path("fine.params"),
                        "--finetune-corpus-path",
                        path("train.tsv"),
                        "--max_steps",
                        "2"),
                err::toString);
        assertEquals(
                ExitCode.DONE,
                run(
                        "evaluate",
                        variant,
                        path("corpus.txt"),
                        "--reading_params_path",
                        path("fine.params"),
                        "--eval_corpus_path",
                        path("dev.tsv"),
                        "--outputs_path",
                        path("dev.predictions")),
                err::toString);
        int questions = Files.readAllLines(folder.resolve("dev.tsv")).size();
        assertTrue(
                out.toString().matches("Correct: \\d+\\.0 out of " + questions + "\\.0: [\\d.]+%\\R"), out.toString());
        assertEquals(
                questions, Files.readAllLines(folder.resolve("dev.predictions")).size());
        assertEquals(ExitCode.DONE, run("inspect", path("fine.params")));
        assertTrue(out.toString().contains("task: finetune"), out.toString());
        assertTrue(Files.isDirectory(folder.resolve("expt/finetune")));
    }

    @Test
    void questionsWithoutPlacesAreAnsweredAndNotScored() throws IOException {
        run(
                List.of("pretrain", "vanilla", path("corpus.txt"), "--writing_params_path", path("x.params")),
                TINY.toArray(new String[0]));
        Files.writeString(folder.resolve("test.tsv"), "Where was Bilo born?\nWhere was Ω born?\n");
        assertEquals(
                ExitCode.DONE,
                run(
                        "evaluate",
                        "vanilla",
                        path("corpus.txt"),
                        "--reading_params_path",
                        path("x.params"),
                        "--eval_corpus_path",
                        path("test.tsv"),
                        "--outputs_path",
                        path("p")));
        assertTrue(out.toString().startsWith("No gold birth places provided; returning (0,0)"), out.toString());
        assertTrue(out.toString().contains("Predictions written to " + path("p") + "; no targets provided"));
        assertEquals(2, Files.readAllLines(folder.resolve("p")).size());
    }

    @Test
    void eachKindOfFailureHasItsExitCodeAndOneLine() throws IOException {
        Files.writeString(folder.resolve("bad.tsv"), "no tab\n");
        Files.writeString(folder.resolve("text.params"), "no parameters at all");
        String[] finetune = {
            "finetune", "vanilla", path("corpus.txt"), "--writing_params_path", path("w"), "--finetune_corpus_path"
        };
        assertEquals(ExitCode.INPUT_DATA, run(List.of(finetune), path("bad.tsv")));
        assertTrue(err.toString().contains("bad.tsv:1"), err.toString());
        assertOneLine();
        assertEquals(
                ExitCode.PARAMETER_FILE,
                run(List.of(finetune), path("train.tsv"), "--reading_params_path", path("text.params")));
        assertOneLine();
        assertEquals(ExitCode.PARAMETER_FILE, run("inspect", path("text.params")));
        assertEquals(
                ExitCode.USAGE, run(List.of(finetune), path("train.tsv"), "--embed-dim", "10", "--num-heads", "3"));
        assertTrue(err.toString().contains("embedDim=10, numHeads=3"), err.toString());
        assertOneLine();
    }

    @Test
    void anOutputThatCannotBeWrittenIsFoundBeforeTraining() {
        assertEquals(
                ExitCode.USAGE,
                run("pretrain", "vanilla", path("corpus.txt"), "--writing_params_path", path("none/x.params")));
        assertTrue(err.toString().contains("there is no folder"), err.toString());
    }

    @Test
    void aParameterFileOfAnotherCorpusIsRefusedWithTheDifference() throws IOException {
        run(
                List.of("pretrain", "vanilla", path("corpus.txt"), "--writing_params_path", path("x.params")),
                TINY.toArray(new String[0]));
        Files.writeString(folder.resolve("other.txt"), "Another corpus§");
        assertEquals(
                ExitCode.INPUT_DATA,
                run(
                        "evaluate",
                        "vanilla",
                        path("other.txt"),
                        "--reading_params_path",
                        path("x.params"),
                        "--eval_corpus_path",
                        path("dev.tsv"),
                        "--outputs_path",
                        path("p")));
        assertTrue(err.toString().contains("'§'"), err.toString());
    }

    @Test
    void theBaselineUsesTheReferencesWording() throws IOException {
        Files.writeString(folder.resolve("b.tsv"), "a?\tLondon\nb?\tOslo\nc?\tOslo\n");
        assertEquals(ExitCode.DONE, run("baseline", path("b.tsv")));
        assertEquals("Correct: 1.0 out of 3.0: 33.33%", out.toString().strip());
        assertEquals(ExitCode.DONE, run("baseline", path("b.tsv"), "--place", "Rome"));
        assertEquals("Correct: 0.0 out of 3.0: 0.0%", out.toString().strip());
    }

    @Test
    void theViewerPrintsFourPairs() {
        assertEquals(ExitCode.DONE, run("dataset", "namedata", path("corpus.txt"), path("train.tsv")));
        String[] lines = out.toString().strip().split("\\R");
        assertEquals(8, lines.length);
        assertTrue(lines[0].startsWith("x: Where was "), lines[0]);
        assertTrue(lines[1].startsWith("y: \u25a1"), lines[1]);
        assertEquals(ExitCode.DONE, run("dataset", "charcorruption", path("corpus.txt"), "--block-size", "40"));
        assertEquals(43, out.toString().split("\\R")[0].length());
        assertEquals(ExitCode.USAGE, run("dataset", "namedata", path("corpus.txt")));
    }

    @Test
    void helpShowsEveryFlagWithItsDefault() {
        assertEquals(ExitCode.DONE, run("finetune", "--help"));
        for (String flag : new String[] {
            "--max-epochs", "--max-steps", "--batch-size", "--block-size", "--num-layers", "--num-heads", "--embed-dim",
            "--dropout", "--weight-decay", "--seed", "--threads", "--engine", "--precision", "--log-every"
        }) {
            assertTrue(out.toString().contains(flag), flag);
        }
        assertFalse(out.toString().contains("${DEFAULT-VALUE}"));
    }

    private void assertOneLine() {
        assertEquals(1, err.toString().strip().split("\\R").length, err.toString());
    }
}
