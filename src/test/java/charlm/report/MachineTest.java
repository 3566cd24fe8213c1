package charlm.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class MachineTest {
    private static final int LONG = 1800; // seconds

    @Test
    void aProcessorIsNamedWithItsGeneration() {
        List<String> two = List.of("processor\t: 0", "cpu family\t: 25", "model\t\t: 17", "model name\t: Zen: 4", "");
        assertEquals(Optional.of("Zen: 4 (family 25, model 17)"), Machine.nameIn(two));
        assertEquals(Optional.of("Core"), Machine.nameIn(List.of("model name : Core", "model name : other")));
        assertEquals(Optional.empty(), Machine.nameIn(List.of("Features : asimd", "")));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs the commands of a POSIX system")
    @Timeout(value = 1, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aCommandThatDoesNotEndIsNotWaitedFor() {
        assertEquals(Optional.empty(), Machine.lineOf(0, "cat")); // reads what nobody writes
        assertEquals(Optional.of("a name"), Machine.lineOf(LONG, "echo", " a name"));
        assertEquals(Optional.empty(), Machine.lineOf(LONG, "echo"));
        assertEquals(Optional.empty(), Machine.lineOf(LONG, "charlm-has-no-such-command"));
    }

    @Test
    void thisMachineHasANameAndCores() {
        Machine here = Machine.here();
        assertFalse(here.processor().isBlank());
        assertEquals(Runtime.getRuntime().availableProcessors(), here.cores());
    }
}
