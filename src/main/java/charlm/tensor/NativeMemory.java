package charlm.tensor;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.bytedeco.javacpp.Pointer;

/** This process's memory by the operating system, heap and native together. */
public final class NativeMemory {
    private NativeMemory() {}

    /** Returns the bytes that are resident now, by JavaCPP's counter. */
    public static long residentBytes() {
        NativeLibrary.JAVACPP.load();
        return Pointer.physicalBytes();
    }

    /**
     * Frees unreachable tensors. Their native memory goes with the Java objects that own it, which are so small that
     * the collector by itself lets gigabytes gather.
     */
    public static void freeUnreachable() {
        System.gc();
    }

    /** Returns whether {@code thrown} means that memory has run out, in any library's words. */
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
        NativeLibrary.JAVACPP.load();
        long total = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize() // knows of containers
                : Long.MAX_VALUE;
        return Math.min(Pointer.availablePhysicalBytes(), total - residentBytes());
    }
}
