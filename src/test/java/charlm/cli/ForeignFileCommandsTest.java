package charlm.cli;

import static charlm.Said.requireParts;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import charlm.checkpoint.safetensors.ElementType;
import charlm.checkpoint.safetensors.NamedTensor;
import charlm.checkpoint.safetensors.Safetensors;
import charlm.data.InputException;
import charlm.experiment.ExitCode;
import charlm.golden.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that are given a stranger's parameter file, or one in place of a text, or a text in place of one. */
final class ForeignFileCommandsTest {
    private static final String EVALUATE =
            "evaluate vanilla @abc.txt --eval_corpus_path @abc.tsv --outputs_path @answers"
                    + " --no-report --threads 1 --reading_params_path @";
    private static final String FINETUNE = "finetune vanilla @abc.txt --writing_params_path @y"
            + " --finetune_corpus_path @abc.tsv --max-steps 1 --no-report --threads 1 --reading_params_path @";

    @TempDir
    private Path folder;

    private CliHarness charlm;

    @BeforeEach
    void start() {
        charlm = new CliHarness(folder);
        charlm.write("abc.txt", "abc\ncab\n");
        charlm.write("abc.tsv", "ab\tc\n");
    }

    private void copy(String fixture, String name) throws IOException {
        Files.copy(Golden.resource(fixture), folder.resolve(name));
    }

    private void copy(String fixture) throws IOException {
        copy("/charlm/checkpoint/foreign/" + fixture, fixture);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                EVALUATE + "nan.pt",
                FINETUNE + "nan.pt",
                FINETUNE + "nan.pt --dry-run",
                "convert @nan.pt @z.params --corpus @abc.txt --num-heads 2",
                "convert @nan.pt @z.pt --num-heads 2",
                "ask @nan.pt",
                "generate @nan.pt --prompt a --length 2",
                "compare @nan.pt @nan.pt @abc.tsv",
            })
    void noCommandTakesANumberThatIsNone(String command) throws IOException {
        copy("nan.pt");
        requireParts(
                charlm.fail(ExitCode.PARAMETER_FILE, command),
                "nan.pt: tensor head.weight has 2 of 24 values NaN or infinite in float32, the first NaN at [2, 1]");
        for (String result : new String[] {"answers", "y", "z.params", "z.pt"}) {
            assertFalse(Files.exists(folder.resolve(result)), result);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"I8", "U8", "I32", "I64", "BOOL"})
    void wholeNumbersInPlaceOfParametersAreRefused(String type) throws IOException {
        int bytes = ElementType.valueOf(type).bytes();
        String header = "{\"module.tok_emb.weight\":{\"dtype\":\"" + type + "\",\"shape\":[1],\"data_offsets\":[0,"
                + bytes + "]}}";
        ByteBuffer file =
                ByteBuffer.allocate(Long.BYTES + header.length() + bytes).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(header.length()).put(header.getBytes(StandardCharsets.UTF_8));
        Files.write(folder.resolve("quantised"), file.array());
        requireParts(
                charlm.fail(ExitCode.PARAMETER_FILE, EVALUATE + "quantised"),
                "quantised: tensor module.tok_emb.weight holds whole numbers (" + type + ")",
                "save the model in float32");
        charlm.succeed("inspect @quantised");
    }

    @Test
    void onePartOfAModelIsCalledOne() throws IOException {
        copy("/charlm/checkpoint/foreign/base.safetensors", "model-00002-of-00003.safetensors");
        requireParts(
                charlm.fail(ExitCode.PARAMETER_FILE, EVALUATE + "model-00002-of-00003.safetensors --num-heads 2"),
                "is one of 3 parts of a model; save it as one file");
        copy("/charlm/checkpoint/foreign/base.safetensors", "model-00001-of-00001.safetensors");
        charlm.succeed(EVALUATE + "model-00001-of-00001.safetensors --num-heads 2");
    }

    /** Each parameter is a number, but their products are none. */
    @Test
    void aModelThatComputesNoNumbersIsRefusedToo() throws IOException {
        copy("base.safetensors");
        List<NamedTensor> tensors =
                Safetensors.read(folder.resolve("base.safetensors")).tensors();
        tensors.stream()
                .filter(tensor ->
                        tensor.name().startsWith("head.") || tensor.name().startsWith("ln_f."))
                .forEach(tensor -> Arrays.fill(tensor.values(), 3e38f));
        Safetensors.write(folder.resolve("big"), Map.of(), tensors);
        charlm.succeed("convert @big @big.params --num-heads 2 --corpus @abc.txt");
        for (String command : new String[] {
            EVALUATE + "big.params", "generate @big.params --prompt a", "compare @big.params @big.params @abc.tsv"
        }) {
            requireParts(charlm.fail(ExitCode.PARAMETER_FILE, command), " in place of a logit");
        }
        requireParts(
                charlm.fail(
                        ExitCode.DIVERGED,
                        FINETUNE.replace(" --no-report", " --eval_corpus_path @abc.tsv --no-report") + "big.params"
                                + " --finetune_lr 1e-9 --on-nonfinite skip"),
                "after step 1 the model computes");
        assertFalse(Files.exists(folder.resolve("y")));
    }

    @Test
    void noRunEndsWithANumberThatIsNone() {
        String said = charlm.fail(
                ExitCode.DIVERGED,
                "pretrain vanilla @corpus.txt --writing_params_path @y --max-steps 1 --pretrain_lr 1e39"
                        + CliHarness.TINY);
        requireParts(said, "the last update left ", "values NaN or infinite in float32", "lower learning rate");
        assertFalse(Files.exists(folder.resolve("y")));
    }

    @Test
    void aCheckpointInPlaceOfAFileOfArgumentsIsCalledWhatItIs() throws IOException {
        copy("base.safetensors");
        Path file = folder.resolve("base.safetensors");
        assertEquals(
                file + ": the file is a checkpoint (safetensors), not a text; name a text file",
                assertThrows(InputException.class, () -> ArgumentFile.read(file))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | assumed: 8 heads (--num-heads changes that) and the characters of the corpus (another corpus changes them)",
                "--num-heads 4 | assumed: the characters of the corpus (another corpus changes them)",
            })
    void oneWarningSaysWhatIsAssumedOfAStrangersFile(String flags, String assumed) throws IOException {
        copy("/golden/perceiver-tiny.torch.params", "t.pt");
        charlm.write("letters.txt", "abcdefghijklmnop\n?");
        String command = EVALUATE.replace("vanilla @abc.txt", "perceiver @letters.txt") + "t.pt --quiet " + flags;
        String log = TextInputTest.logOf(() -> charlm.succeed(command));
        requireParts(
                log, "t.pt: does not say all of its model; " + assumed + "; its tensors are those of a perceiver of");
        assertEquals(1, log.lines().count(), log);
    }

    @Test
    void headsThatDoNotFitAreAskedFor() throws IOException {
        copy("trainer.pt");
        requireParts(
                charlm.fail(ExitCode.USAGE, EVALUATE + "trainer.pt"),
                "trainer.pt: does not say its number of heads, and 8, the default, do not divide its width of 4;"
                        + " type the right --num-heads");
        charlm.succeed(EVALUATE + "trainer.pt --num-heads 2");
    }

    @Test
    void whatConvertWritesForPyTorchKeepsHeadsVocabularyAndTraining() throws IOException {
        copy("trainer.pt");
        charlm.succeed("convert @trainer.pt @x.params --corpus @abc.txt --num-heads 2");
        charlm.succeed("convert @x.params @x.pt");
        String log = TextInputTest.logOf(() -> {
            charlm.succeed("convert @x.pt @y.params");
            charlm.succeed(EVALUATE + "x.pt");
            charlm.succeed("generate @x.pt --prompt a --length 2");
        });
        assertFalse(log.contains("assumed"), log);
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("x.params")), Files.readAllBytes(folder.resolve("y.params")));
        requireParts(
                charlm.succeed("inspect @x.pt"),
                "format: charlm PyTorch state dict, format 1",
                "heads=2",
                "vocabulary: 6 symbols",
                "  source: trainer.pt");
    }

    @Test
    void headsAreKeptEvenWhereNoCorpusGaveTheVocabulary() throws IOException {
        copy("trainer.pt");
        charlm.succeed("convert @trainer.pt @x.pt --num-heads 2");
        requireParts(charlm.succeed("inspect @x.pt"), "heads=2", "vocabulary: not in the file; the corpus gives it");
        charlm.succeed(EVALUATE + "x.pt");
        requireParts(charlm.fail(ExitCode.PARAMETER_FILE, "ask @x.pt"), "holds no vocabulary");
        charlm.write("abc.txt", "abcd\n");
        requireParts(
                charlm.fail(ExitCode.PARAMETER_FILE, EVALUATE + "x.pt"),
                "was trained on 6 different characters (PAD and MASK included), the corpus has 7");
    }

    @ParameterizedTest
    @CsvSource({
        "base.safetensors, a checkpoint (safetensors)",
        "trainer.pt, 'a zip file, as PyTorch''s checkpoints are'",
        "legacy.pt, 'a checkpoint (PyTorch, legacy)'",
        "legacy-protocol-4.pt, 'a checkpoint (PyTorch, legacy)'",
    })
    void aCheckpointInPlaceOfATextIsCalledWhatItIs(String name, String label) throws IOException {
        copy(name);
        copy("/charlm/checkpoint/foreign/base.safetensors", "model");
        String corpus = "pretrain vanilla @" + name + " --writing_params_path @y --max-steps 1" + CliHarness.TINY;
        String model = "model --num-heads 2";
        for (String command : new String[] {
            corpus,
            FINETUNE.replace("abc.tsv", name) + model,
            EVALUATE.replace("abc.tsv", name) + model,
            "baseline @" + name,
            "convert @model @z.params --num-heads 2 --corpus @" + name
        }) {
            requireParts(
                    charlm.fail(ExitCode.INPUT_DATA, command),
                    name + ": the file is " + label + ", not a text; name a text file");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                EVALUATE + "abc.tsv",
                FINETUNE + "abc.txt",
                "convert @abc.txt @z.params",
                "inspect @abc.txt",
                "inspect --digest @abc.txt",
                "ask @abc.txt",
                "generate @abc.txt --prompt a",
            })
    void aTextInPlaceOfACheckpointIsCalledOne(String command) {
        requireParts(
                charlm.fail(ExitCode.PARAMETER_FILE, command),
                ": is a text, not a checkpoint; name a file that pretrain or finetune wrote");
    }
}
