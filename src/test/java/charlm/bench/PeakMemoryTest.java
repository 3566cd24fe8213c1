package charlm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.tensor.NativeMemory;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class PeakMemoryTest {
    private static final long MEBIBYTE = 1 << 20;
    private static final long TEBIBYTE = 1L << 40;

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
