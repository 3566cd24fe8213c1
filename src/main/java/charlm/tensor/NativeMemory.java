package charlm.tensor;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.bytedeco.javacpp.Pointer;

/** What the operating system says of this process's memory, heap and native together. */
public final class NativeMemory {
    private NativeMemory() {}

    /** Returns the bytes that are resident now, by JavaCPP's counter. */
    public static long residentBytes() {
        return Pointer.physicalBytes();
    }

    /**
     * Frees the tensors that nobody holds any more. They go with the Java objects that stand for them, and those are so
     * small that the collector, left alone, lets gigabytes gather.
     */
    public static void freeUnreachable() {
        System.gc();
    }

    /** Returns whether {@code thrown} says, in whichever library's words, that memory has run out. */
    public static boolean ranOut(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError
                    || String.valueOf(cause.getMessage()).contains("std::bad_alloc")) {
                return true;
            }
        }
        return false;
    }

    /** Returns how many bytes this process may still take: what the system can free, within a container's limit. */
    public static long availableBytes() {
        long total = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize() // knows of containers
                : Long.MAX_VALUE;
        return Math.min(Pointer.availablePhysicalBytes(), total - residentBytes());
    }
}
