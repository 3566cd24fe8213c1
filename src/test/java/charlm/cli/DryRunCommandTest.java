package charlm.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.checkpoint.safetensors.Safetensors;
import charlm.experiment.ExitCode;
import charlm.files.OutputLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is only tried. */
final class DryRunCommandTest {
    private static final String PRETRAIN =
            "pretrain vanilla @corpus.txt --writing_params_path @x --max-epochs 7" + CliHarness.TINY;
    private static final String FINETUNE =
            "finetune vanilla @corpus.txt --writing_params_path @x --finetune_corpus_path @questions.tsv"
                    + CliHarness.TINY;

    @TempDir
    private Path folder;

    private CliHarness charlm;

    @BeforeEach
    void start() {
        charlm = new CliHarness(folder);
    }

    @Test
    void itTellsWhatTheRunIsAndWritesNothing() throws IOException {
        String said = charlm.succeed(PRETRAIN + " --dry-run");
        for (String pattern : new String[] {
            "model +pretrain vanilla, 2,\\d{3} parameters",
            "corpus +\\S*corpus.txt: 5 documents, \\d+ different characters",
            "steps +7 of 7, 1 an epoch",
            "memory +about 0\\.\\d GiB; [\\d.]+ GiB are available",
            "time +about (\\d+:)+\\d\\d: \\d+ ms a step, the median of 3; saves come on top",
            "writes +\\S*x, \\S*x.metrics.jsonl, \\S*x.run.json, \\S*x.md, \\S*x.html, \\S*expt\\S*",
            "max_epochs +7",
            "corpus_sha256 +\\p{XDigit}{64}",
            "dry run: no problem found, nothing written"
        }) {
            assertTrue(said.lines().anyMatch(line -> line.matches(pattern)), pattern + " is not in " + said);
        }
        String finetune = charlm.succeed(FINETUNE + " --dry-run --eval_corpus_path @questions.tsv");
        assertTrue(finetune.contains("x.best, "), finetune);
        assertTrue(finetune.contains("GiB, with evaluations during training; "), finetune);
        assertTrue(finetune.contains("saves and evaluations come on top"), finetune);
        assertArrayEquals(new String[] {"corpus.txt", "questions.tsv"}, charlm.names(""));
    }

    @Test
    void everyProblemIsToldAtOnce() throws IOException {
        charlm.write("bad.tsv", "no tab\n");
        charlm.write("dev.tsv", "Where was Ann born?\n");
        charlm.write("text.params", "no parameters at all");
        charlm.write("expt", "no folder");
        Files.createDirectory(folder.resolve("x.state"));
        charlm.write("x.state/step-00000001.sha256", "no manifest");
        String said = charlm.fail(
                ExitCode.FILES,
                "finetune vanilla @corpus.txt --writing_params_path @x --finetune_corpus_path @bad.tsv --dry-run"
                        + " --reading_params_path @text.params --eval_corpus_path @dev.tsv");
        for (String part : new String[] {
            "expt is no folder that may be written to",
            "x.state: holds no usable state",
            "bad.tsv:1",
            "evaluation during training needs questions with answers",
            "text.params"
        }) {
            assertTrue(said.contains(part), part + " is not in " + said);
        }
        assertEquals(5, said.lines().count(), said);
        assertFalse(Files.exists(folder.resolve("x")));
    }

    @Test
    void whatIsWrongInTheFilesIsToldWithWhatIsWrongInTheArguments() {
        charlm.write("bad.tsv", "no tab\n");
        String said = charlm.fail(
                ExitCode.USAGE,
                "finetune vanilla @corpus.txt --writing_params_path @none/x --finetune_corpus_path @bad.tsv --dry-run"
                        + " --dropout 2 --reading_params_path @none.params");
        for (String part : new String[] {
            "none/x: cannot be written", "none.params: there is no such file", "--dropout must be", "bad.tsv:1"
        }) {
            assertTrue(said.contains(part), part + " is not in " + said);
        }
        assertEquals(4 + 1, said.lines().count(), said);
    }

    @Test
    void neitherAMissingCorpusNorANumberHidesWhatIsWrongInTheOtherFiles() {
        charlm.write("bad.tsv", "no tab\n");
        charlm.write("text.params", "no parameters at all");
        String said = charlm.fail(
                ExitCode.USAGE,
                "finetune vanilla @none.txt --writing_params_path @x --finetune_corpus_path @bad.tsv --dry-run"
                        + " --threads -1 --reading_params_path @text.params");
        for (String part : new String[] {
            "none.txt: there is no such file",
            "--threads must not be",
            "training needs questions with answers",
            "text.params: is a text, not a checkpoint"
        }) {
            assertTrue(said.contains(part), part + " is not in " + said);
        }
        assertEquals(4 + 1, said.lines().count(), said);
    }

    @Test
    void ofARunThatIsResumedItTellsWhatIsLeft() {
        charlm.succeed(PRETRAIN.replace("--max-epochs 7", "--max-epochs 3") + " --keep-state");
        String left = charlm.succeed(PRETRAIN + " --dry-run --resume-anyway");
        assertTrue(left.contains("4 of 7, 1 an epoch"), left);
        String changed = charlm.fail(ExitCode.PARAMETER_FILE, PRETRAIN + " --dry-run --resume");
        assertTrue(changed.contains("  max_epochs         3 -> 7"), changed);
        assertTrue(Files.exists(folder.resolve("x.state")));
    }

    @Test
    void whatCannotBeWrittenEndsTheRealRunBeforeItTakesAnOlderOnesPlace() throws IOException {
        charlm.write("expt", "no folder");
        String older = "{\"step\":0,\"epoch\":0,\"loss\":2.5,\"rate\":0.1}\n";
        charlm.write("x.metrics.jsonl", older);
        assertTrue(charlm.fail(ExitCode.FILES, PRETRAIN).contains("expt is no folder"));
        assertEquals(older, Files.readString(folder.resolve("x.metrics.jsonl")));
        Files.delete(folder.resolve("expt"));
        Files.createDirectory(folder.resolve("x.md"));
        assertTrue(charlm.fail(ExitCode.USAGE, PRETRAIN).contains("x.md: is a folder"));
        assertTrue(charlm.fail(ExitCode.USAGE, PRETRAIN + " --dry-run").contains("x.md: is a folder"));
        assertEquals(older, Files.readString(folder.resolve("x.metrics.jsonl")));
    }

    @Test
    void stepsThatWouldBeDroppedAreTimedToo() {
        charlm.succeed(PRETRAIN);
        Safetensors.Contents trained = Safetensors.read(folder.resolve("x"));
        trained.tensors().forEach(tensor -> Arrays.fill(tensor.values(), 1e30f));
        Map<String, String> metadata = new LinkedHashMap<>(trained.metadata());
        Safetensors.write(folder.resolve("huge"), metadata, trained.tensors());
        String told = charlm.succeed(PRETRAIN + " --dry-run --on-nonfinite skip --reading_params_path @huge");
        assertTrue(told.contains("ms a step, the median of 3"), told);
    }

    @Test
    void whatWouldStopTheRealRunStopsIt() {
        String nothing = charlm.fail(ExitCode.PARAMETER_FILE, PRETRAIN + " --dry-run --resume");
        assertTrue(nothing.contains("there is no state to continue from"), nothing);
        String large = charlm.fail(ExitCode.MEMORY, PRETRAIN + " --dry-run --embed-dim 1000000 --num-layers 1000");
        assertTrue(large.contains("GiB are available"), large);
        String diverged = charlm.fail(ExitCode.DIVERGED, PRETRAIN + " --dry-run --pretrain_lr 1e30");
        assertTrue(diverged.contains("the parameters were not updated with it"), diverged);
        try (OutputLock held = OutputLock.acquire(folder.resolve("x"))) {
            String locked = charlm.fail(ExitCode.FILES, PRETRAIN + " --dry-run");
            assertTrue(locked.contains("another run is writing it (process "), locked + held);
        }
        assertTrue(charlm.succeed(PRETRAIN + " --dry-run").contains("no problem found"));
    }
}
