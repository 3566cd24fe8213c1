package charlm.cli;

import static charlm.Said.requireParts;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.experiment.ExitCode;
import charlm.files.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command that reads parameters reads a folder of Hugging Face, and convert writes one. */
final class HuggingFaceCommandTest {
    @TempDir
    private Path folder;

    private CliHarness charlm;

    @BeforeEach
    void train() {
        charlm = new CliHarness(folder);
        charlm.write("corpus.txt", "Where was Ann born? Rome\nWhere was Bob born? Oslo\n\ud834\udd1e\u0301\u2028\n");
        charlm.write("questions.tsv", "Where was Ann born?\tRome\nWhere was Bob born?\tOslo\n");
        charlm.succeed("pretrain vanilla @corpus.txt --writing_params_path @x.params --max-steps 2" + CliHarness.TINY);
    }

    @Test
    void aSlashAnExistingFolderAndTheFlagAllWriteAFolder() throws IOException {
        Files.createDirectory(folder.resolve("there"));
        assertEquals(
                "vanilla written to " + folder.resolve("slash"),
                charlm.succeed("convert @x.params " + folder + "/slash/").strip());
        charlm.succeed("convert @x.params @there");
        charlm.succeed("convert @x.params @flag.params --to huggingface");
        charlm.succeed("convert @x.params @there"); // again
        for (String name : new String[] {"slash", "there", "flag.params"}) {
            assertArrayEquals(
                    new String[] {
                        "README.md",
                        "config.json",
                        "generation_config.json",
                        "model.safetensors",
                        "tokenizer.json",
                        "tokenizer_config.json"
                    },
                    charlm.names(name));
            String card = Files.readString(folder.resolve(name).resolve("README.md"));
            requireParts(card, "---\n# written by charlm\n", "# " + name + "\n", "| seed | 1 |", "from_pretrained");
            charlm.succeed("convert @" + name + " @back.params");
            assertArrayEquals(
                    Files.readAllBytes(folder.resolve("x.params")), Files.readAllBytes(folder.resolve("back.params")));
        }
    }

    @Test
    void everyCommandThatReadsParametersReadsAFolder() throws IOException {
        charlm.succeed("convert @x.params @model --to huggingface");
        for (String command : new String[] {"generate @%s --prompt Where", "inspect --digest @%s"}) {
            assertEquals(
                    charlm.succeed(command.replace("%s", "x.params")), charlm.succeed(command.replace("%s", "model")));
        }
        for (String from : new String[] {"x.params", "model", "model/model.safetensors"}) {
            charlm.type("Ann\n");
            String told = charlm.succeed("ask @" + from);
            charlm.type("Ann\n");
            assertEquals(charlm.succeed("ask @x.params"), told);
            String name = from.replace('/', '.');
            charlm.succeed("evaluate vanilla @corpus.txt --reading_params_path @" + from
                    + " --eval_corpus_path @questions.tsv --outputs_path @" + name + ".predictions");
            charlm.succeed("finetune vanilla @corpus.txt --reading_params_path @" + from
                    + " --writing_params_path @" + name
                    + ".finetuned --finetune_corpus_path @questions.tsv --max-steps 2"
                    + " --batch-size 2");
            assertEquals(
                    charlm.succeed("inspect --digest @x.params.finetuned"),
                    charlm.succeed("inspect --digest @" + name + ".finetuned"));
            assertArrayEquals(
                    Files.readAllBytes(folder.resolve("x.params.predictions")),
                    Files.readAllBytes(folder.resolve(name + ".predictions")));
        }
        assertTrue(charlm.succeed("compare @x.params @model @questions.tsv").contains("gained by B 0, lost by B 0"));
        String manifest = Files.readString(folder.resolve("model.finetuned.run.json"));
        requireParts(manifest, "\"" + Sha256.of(folder.resolve("model/model.safetensors")) + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "convert @model @model",
                "convert @model/model.safetensors @model",
                "convert @model @model/model.safetensors",
                "finetune vanilla @corpus.txt --finetune_corpus_path @questions.tsv --reading_params_path @model"
                        + " --writing_params_path @model/model.safetensors"
            })
    void noFileOfAFolderThatIsReadIsWritten(String commandLine) {
        charlm.succeed("convert @x.params @model --to huggingface");
        requireParts(charlm.fail(ExitCode.USAGE, commandLine), "is an input and would be overwritten");
    }

    @Test
    void aFolderIsNoOtherFormat() {
        for (String format : new String[] {"pytorch", "safetensors"}) {
            requireParts(
                    charlm.fail(ExitCode.USAGE, "convert @x.params " + folder + "/new/ --to " + format),
                    "is a folder, which --to " + format + " cannot write; name a file");
        }
        requireParts(
                charlm.fail(ExitCode.USAGE, "convert @x.params @y --to onnx"),
                "must be safetensors, pytorch or huggingface, got 'onnx'");
        charlm.succeed("convert @x.params @y --to pytorch");
        assertTrue(charlm.succeed("inspect @y").contains("format: charlm PyTorch state dict"));
    }

    @Test
    void whatIsThereAndSomebodysOwnStays() throws IOException {
        Files.createDirectory(folder.resolve("project"));
        charlm.write("project/README.md", "# mine");
        requireParts(charlm.fail(ExitCode.USAGE, "convert @x.params @project"), "README.md: was not written by charlm");
        assertArrayEquals(new String[] {"README.md"}, charlm.names("project"));
        requireParts(charlm.fail(ExitCode.USAGE, "ask @project"), "is a folder without config.json");
    }

    @Test
    void aPerceiverIsRefusedBeforeAnythingIsWritten() {
        charlm.succeed("pretrain perceiver @corpus.txt --bottleneck_dim 7 --writing_params_path @p.params --max-steps 2"
                + CliHarness.TINY);
        requireParts(
                charlm.fail(ExitCode.PARAMETER_FILE, "convert @p.params @p --to huggingface"),
                "p.params: holds a perceiver, which Hugging Face's GPT-2 cannot");
        assertTrue(Files.notExists(folder.resolve("p")));
    }
}
