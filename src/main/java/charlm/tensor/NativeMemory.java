package charlm.tensor;

import org.bytedeco.javacpp.Pointer;

/** What the operating system says of this process's memory, heap and native together. */
public final class NativeMemory {
    private NativeMemory() {}

    /** Returns the bytes that are resident now, by JavaCPP's counter. */
    public static long residentBytes() {
        return Pointer.physicalBytes();
    }
}
