package charlm.bench;

import charlm.tensor.NativeMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * The memory of this process.
 *
 * @param source the counter, and whether it is a peak
 */
public record PeakMemory(long bytes, String source) {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String PEAK = "VmHWM:";
    private static final long BYTES_PER_KIBIBYTE = 1024;

    /** Returns the peak so far on Linux, elsewhere the resident memory of now: call it after the work. */
    static PeakMemory read() {
        OptionalLong peak = linuxPeak();
        return peak.isPresent()
                ? new PeakMemory(peak.getAsLong(), "peak resident, VmHWM")
                : new PeakMemory(NativeMemory.residentBytes(), "resident at the end, JavaCPP's counter");
    }

    private static OptionalLong linuxPeak() {
        try {
            return peakIn(Files.readAllLines(STATUS));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** Returns the bytes of a line such as {@code VmHWM:    123456 kB}. */
    static OptionalLong peakIn(List<String> status) {
        return status.stream()
                .filter(line -> line.startsWith(PEAK))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * BYTES_PER_KIBIBYTE)
                .findFirst();
    }
}
