package charlm.tensor.onednn;

import charlm.tensor.Tensor;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** The native address of a tensor and a buffer over it, made once for each tensor and kept beside it. */
final class HostMemory {
    private final Pointer pointer;
    private final FloatBuffer floats;

    private HostMemory(Tensor tensor) {
        long elements = 1;
        for (int axis = 0; axis < tensor.rank(); axis++) {
            elements += (tensor.dim(axis) - 1) * tensor.stride(axis);
        }
        long bytes = elements * Float.BYTES;
        // addressPointer() already counts a data buffer's own offset
        Pointer start = tensor.storage().data().addressPointer();
        pointer = new Address(start.address() + tensor.offset() * Float.BYTES);
        floats = bytes <= Integer.MAX_VALUE
                ? new BytePointer(pointer)
                        .capacity(bytes)
                        .asByteBuffer()
                        .order(ByteOrder.nativeOrder())
                        .asFloatBuffer()
                : null;
    }

    /** A pointer that only names an address; the memory belongs to the ND4J array. */
    private static final class Address extends Pointer {
        Address(long value) {
            super((Pointer) null);
            address = value;
        }
    }

    /** Returns what belongs to {@code tensor}. */
    static HostMemory of(Tensor tensor) {
        Object known = tensor.attachment();
        if (known instanceof HostMemory memory) {
            return memory;
        }
        HostMemory memory = new HostMemory(tensor);
        tensor.attach(memory);
        return memory;
    }

    /** Returns the address of the first element. */
    static Pointer pointer(Tensor tensor) {
        return of(tensor).pointer;
    }

    /** Returns a buffer from the first element to the last, for absolute bulk reads and writes. */
    static FloatBuffer floats(Tensor tensor) {
        FloatBuffer buffer = of(tensor).floats;
        if (buffer == null) {
            throw new IllegalArgumentException(tensor + " is larger than 2 GiB; use a smaller batch or model");
        }
        return buffer;
    }
}
