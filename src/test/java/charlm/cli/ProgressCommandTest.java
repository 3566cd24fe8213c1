package charlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.experiment.ExitCode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much a run tells while it trains. */
final class ProgressCommandTest {
    private static final String TRAIN =
            "pretrain vanilla @corpus.txt --writing_params_path @x --max-epochs 3" + CliHarness.TINY;

    @TempDir
    private Path folder;

    private CliHarness charlm;

    @BeforeEach
    void start() {
        charlm = new CliHarness(folder);
    }

    private String logOf(String commandLine) {
        return TextInputTest.logOf(() -> charlm.succeed(commandLine));
    }

    @Test
    void quietLeavesTheResultAlone() {
        assertEquals("", logOf(TRAIN + " --quiet"));
        assertTrue(charlm.said().startsWith("3 steps in "), charlm.said());
        assertEquals("", logOf(TRAIN + " -q --progress json --log-every 1"));
        assertEquals("", logOf(TRAIN + " -q --progress bar"));
    }

    @Test
    void verboseTellsOfSavesAndTheNextCommandDoesNot() {
        String saved = "the state after step 3 is saved, in ";
        assertTrue(logOf(TRAIN + " -v").contains(saved));
        assertEquals(-1, logOf(TRAIN).indexOf(saved));
    }

    @Test
    void eachStyleSpeaksItsOwnWay() {
        String plain = logOf(TRAIN + " --log-every 1");
        assertTrue(plain.contains("epoch 3/3 step 3/3: loss "), plain);
        assertEquals(-1, plain.indexOf('\r'));
        String json = logOf(TRAIN + " --progress json --log-every 1");
        assertTrue(json.contains("{\"step\":2,\"epoch\":2,\"loss\":"), json);
        String bar = logOf(TRAIN + " --progress bar");
        assertTrue(bar.contains("\r\u001b[K\u001b[?7l"), bar);
        assertTrue(bar.lastIndexOf("\r\u001b[K") > bar.lastIndexOf(" left"), bar);
    }

    @Test
    void whatTheFlagsMayBeIsCheckedBeforeTraining() {
        String said = charlm.fail(ExitCode.USAGE, TRAIN + " --progress loud --log-every -1");
        assertTrue(said.contains("--progress") && said.contains("loud"), said);
        assertTrue(said.contains("--log-every must not be negative, got -1"), said);
    }
}
