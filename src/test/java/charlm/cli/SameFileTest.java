package charlm.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.checkpoint.NamedTensor;
import charlm.checkpoint.Safetensors;
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
        assertTrue(said.contains(": is to be read and would be overwritten; name another file to write"), said);
        assertArrayEquals(before, Files.readAllBytes(questions));
    }
}
