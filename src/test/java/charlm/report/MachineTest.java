package charlm.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MachineTest {
    @Test
    void aProcessorIsNamedWithItsGeneration() {
        List<String> two = List.of("processor\t: 0", "cpu family\t: 25", "model\t\t: 17", "model name\t: Zen: 4", "");
        assertEquals(Optional.of("Zen: 4 (family 25, model 17)"), Machine.nameIn(two));
        assertEquals(Optional.of("Core"), Machine.nameIn(List.of("model name : Core", "model name : other")));
        assertEquals(Optional.empty(), Machine.nameIn(List.of("Features : asimd", "")));
    }

    @Test
    void thisMachineHasANameAndCores() {
        Machine here = Machine.here();
        assertFalse(here.processor().isBlank());
        assertEquals(Runtime.getRuntime().availableProcessors(), here.cores());
    }
}
