package charlm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.tensor.NativeMemory;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class MachineTest {
    private static final long MEBIBYTE = 1 << 20;
    private static final long TEBIBYTE = 1L << 40;

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

    @Test
    void thePeakIsReadInBytes() {
        assertEquals(
                OptionalLong.of(3 * 1024),
                PeakMemory.peakIn(List.of("VmPeak:\t  9 kB", "VmHWM:\t       3 kB", "VmRSS:\t  2 kB")));
        assertEquals(OptionalLong.empty(), PeakMemory.peakIn(List.of("VmRSS:\t  2 kB")));
    }

    @Test
    void bothCountersOfMemoryAreThoseOfAProcess() {
        for (long bytes : new long[] {PeakMemory.read().bytes(), NativeMemory.residentBytes()}) {
            assertTrue(bytes > MEBIBYTE && bytes < TEBIBYTE, bytes + " bytes");
        }
    }
}
