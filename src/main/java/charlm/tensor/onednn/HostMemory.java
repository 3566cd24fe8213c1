package charlm.tensor.onednn;

import charlm.tensor.EngineUnavailableException;
import charlm.tensor.NumberType;
import charlm.tensor.Tensor;
import charlm.tensor.nd4j.Nd4jStorage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** The native address of a tensor and a buffer over it, made once for each tensor and attached to it. */
final class HostMemory {
    private final Address pointer;
    private final ByteBuffer bytes;
    private final FloatBuffer floats;
    private final IntBuffer bits;
    private final int rowStride;
    private final List<Tensor> parts = new ArrayList<>(0);

    private HostMemory(Tensor tensor) {
        rowStride = Math.toIntExact(tensor.stride(0));
        long elements = 1;
        for (int axis = 0; axis < tensor.rank(); axis++) {
            elements += (tensor.dim(axis) - 1) * tensor.stride(axis);
        }
        long width = tensor.dataType().width();
        long start = ((Nd4jStorage) tensor.storage()).address();
        pointer = new Address(start + tensor.offset() * width);
        ByteBuffer all = elements * width <= Integer.MAX_VALUE
                ? new BytePointer(pointer)
                        .capacity(elements * width)
                        .asByteBuffer()
                        .order(ByteOrder.nativeOrder())
                : null;
        boolean isBytes = tensor.dataType() == NumberType.UINT8;
        boolean isFloats = tensor.dataType() == NumberType.FLOAT;
        bytes = all != null && isBytes ? all : null;
        floats = all != null && isFloats ? all.asFloatBuffer() : null;
        bits = all != null && (isBytes || isFloats) ? all.asIntBuffer() : null;
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

    /** Returns rows {@code from} to {@code to} of a matrix, as a view that is made once and attached to it. */
    static Tensor part(Tensor matrix, long from, long to) {
        if (from == 0 && to == matrix.dim(0)) {
            return matrix;
        }
        List<Tensor> parts = of(matrix).parts;
        long offset = matrix.offset() + from * matrix.stride(0);
        for (int i = 0; i < parts.size(); i++) {
            Tensor known = parts.get(i);
            if (known.offset() == offset && known.dim(0) == to - from) {
                return known;
            }
        }
        Tensor fresh = matrix.rows(from, to);
        parts.add(fresh);
        return fresh;
    }

    /** Returns the address of the first element. */
    static Pointer pointer(Tensor tensor) {
        return of(tensor).pointer;
    }

    /** Returns whether there is a buffer over the floats of {@code tensor}, which ends at 2 GiB. */
    static boolean hasFloats(Tensor tensor) {
        return of(tensor).floats != null;
    }

    /** Returns a buffer from the first element to the last, for absolute bulk reads and writes. */
    static FloatBuffer floats(Tensor tensor) {
        return required(of(tensor).floats, tensor);
    }

    /** Returns the memory of a matrix of floats, to read and write its rows. */
    static HostMemory rows(Tensor matrix) {
        floats(matrix); // requires them
        return of(matrix);
    }

    /** Copies the first {@code count} elements of a row from {@code column} on. */
    void read(int row, int column, float[] to, int count) {
        floats.get(row * rowStride + column, to, 0, count);
    }

    /** Overwrites the first {@code count} elements of a row from {@code column} on. */
    void write(int row, int column, float[] from, int count) {
        floats.put(row * rowStride + column, from, 0, count);
    }

    /** Overwrites a row with one of {@code other}, {@code width} elements. */
    void copyRow(int row, HostMemory other, int otherRow, int width) {
        floats.put(row * rowStride, other.floats, otherRow * other.rowStride, width);
    }

    /** Returns the element of a row in {@code column}. */
    float get(int row, int column) {
        return floats.get(row * rowStride + column);
    }

    /** Returns a buffer over bytes. */
    static ByteBuffer bytes(Tensor tensor) {
        return required(of(tensor).bytes, tensor);
    }

    /** Returns a buffer over the bits of floats, or over four bytes each. */
    static IntBuffer bits(Tensor tensor) {
        return required(of(tensor).bits, tensor);
    }

    private static <B> B required(B buffer, Tensor tensor) {
        if (buffer == null) {
            throw tensor.dataType() == NumberType.FLOAT
                    ? new EngineUnavailableException("engine onednn takes tensors up to 2 GiB, " + tensor
                            + " is larger; use a smaller batch or model, or --engine nd4j")
                    : new IllegalArgumentException(
                            tensor + " is of " + tensor.dataType() + ", this operation reads FLOAT");
        }
        return buffer;
    }
}
