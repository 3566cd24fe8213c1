package charlm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.checkpoint.safetensors.NamedTensor;
import charlm.checkpoint.safetensors.Safetensors;
import charlm.experiment.ExitCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that a terminal would obey reaches it, wherever in the data it stands. */
final class TerminalTest {
    /** Red, a title, a bell, a backspace, a C1 control, a null, a line separator, a turn of direction. */
    private static final String EVIL = "\u001b[31m\u001b]0;owned\u0007\b\u009b2J\u0000\u2028\u202e";

    @TempDir
    private Path folder;

    private CliHarness charlm;

    @BeforeEach
    void start() {
        charlm = new CliHarness(folder);
        charlm.write("corpus.txt", "Ann " + EVIL + " was born in Rome\nBo\u007f was born in Oslo\nWhere?\n");
        charlm.write(
                "questions.tsv", "Where" + "\u001b[31m" + " was Ann born?\tRo\u0007me\nWhere was Bo born?\tOslo\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dataset charcorruption @corpus.txt --block-size 64",
                "dataset namedata @corpus.txt @questions.tsv --block-size 64",
                "baseline @questions.tsv --place " + "\u001b[31mRome",
                "pretrain \u001b[31mvanilla @corpus.txt --writing_params_path @x\u001b[31m/y --nonsense\u001b[31m",
                "pretrain vanilla @corpus.txt --writing_params_path @x --max-steps \u001b[31m",
                "finetune vanilla @corpus.txt --writing_params_path @x --finetune_corpus_path @bad.tsv",
                "finetune vanilla @corpus.txt --writing_params_path @x --finetune_corpus_path @bad.tsv --stacktrace",
                "baseline @\u001b[31m.tsv",
                "inspect @\u001b[31m.params",
                "\u001b[31m",
            })
    void whatIsPrintedHoldsNoControlCharacter(String commandLine) {
        charlm.write("bad.tsv", "Where\u001b[31m was Ann born?\tRome\tRome\u001b[31m\n");
        charlm.write("\u001b[31m.tsv", "no tab\n");
        charlm.write("\u001b[31m.params", "no parameters");
        String log = TextInputTest.logOf(() -> charlm.run(commandLine));
        requireHarmless(charlm.said() + log);
        assertTrue(!charlm.said().isEmpty());
    }

    @Test
    void theViewerShowsOneSignForEach() {
        String said = charlm.succeed("dataset charcorruption @corpus.txt --block-size 64");
        assertTrue(said.contains("x: Ann \uFFFD[31"), said);
        assertTrue(said.contains("x: Bo\uFFFD was born in Oslo"), said);
        said.lines().forEach(line -> assertEquals("x: ".length() + 64, line.codePointCount(0, line.length()), line));
    }

    @Test
    void aParameterFileCannotSpeakToTheTerminal() {
        String json = "{\"command\":\""
                + EVIL.replace("\u001b", "\\u001b")
                        .replace("\u0000", "\\u0000")
                        .replace("\u0007", "\\u0007")
                        .replace("\b", "\\b")
                + "\",\"\\u001b[31m\":1}";
        Map<String, String> metadata = Map.of(
                "charlm.format",
                "1",
                "charlm.version",
                "1",
                "charlm.vocabulary",
                "\u25a1\u2047a",
                "charlm.training",
                json,
                "charlm.config",
                "{\"variant\":\"vanilla\",\"vocab_size\":3,\"block_size\":5,\"num_layers\":1,"
                        + "\"num_heads\":1,\"embed_dim\":1,\"bottleneck_dim\":0}");
        List<NamedTensor> tensors = List.of(new NamedTensor("pos_emb" + EVIL, new long[] {1}, new float[1]));
        Safetensors.write(folder.resolve("x"), metadata, tensors);
        requireHarmless(charlm.succeed("inspect @x"));
        assertTrue(charlm.said().contains("command: \uFFFD[31m"), charlm.said());
    }

    @Test
    void neitherCanAParameterFileThatIsRefused() throws IOException {
        byte[] json =
                "{\"a\\u001b[31m\\u202e\":{\"dtype\":\"\\u0007\",\"shape\":[],\"data_offsets\":[]}}".getBytes(UTF_8);
        ByteBuffer file = ByteBuffer.allocate(Long.BYTES + json.length).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(folder.resolve("x"), file.putLong(json.length).put(json).array());
        for (String flag : new String[] {"", " --stacktrace"}) {
            String said = charlm.fail(ExitCode.PARAMETER_FILE, "inspect @x" + flag);
            assertTrue(said.contains("tensor a\uFFFD[31m\uFFFD has type \uFFFD"), said);
            requireHarmless(said);
        }
    }

    @Test
    void theLogHoldsNoControlCharacterEither() {
        charlm.succeed("pretrain vanilla @corpus.txt --writing_params_path @x --max-steps 1" + CliHarness.TINY);
        charlm.write("\u001b[31m.tsv", "\uFEFFWhere \u2603 was Ann born?\tRome\n");
        String log = TextInputTest.logOf(() -> charlm.run("evaluate vanilla @corpus.txt --reading_params_path @x"
                + " --eval_corpus_path @\u001b[31m.tsv --outputs_path @answers\u001b[31m"));
        requireHarmless(log + charlm.said());
        assertTrue(log.contains("\uFFFD[31m.tsv: dropped the byte order mark"), log);
        assertTrue(log.contains("\uFFFD[31m.tsv:1: skipped characters that are not in the vocabulary"), log);
    }

    private static void requireHarmless(String text) {
        text.codePoints()
                .filter(c -> c != '\n')
                .filter(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || c >= 0x202a && c <= 0x202e)
                .findFirst()
                .ifPresent(c -> {
                    throw new AssertionError("U+" + Integer.toHexString(c) + " in: " + text);
                });
    }
}
