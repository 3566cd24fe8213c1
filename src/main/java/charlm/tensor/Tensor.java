package charlm.tensor;

import java.util.Arrays;
import java.util.Objects;

/**
 * A shape over part of a flat storage. Row-major; a view may have a row stride wider than its rows (the query
 * columns of a fused query/key/value buffer, for instance).
 *
 * <p>A tensor is a window, not an owner: views share the storage, and writing through one is seen by all. Nothing above
 * this package may assume that the storage is host memory; {@link #toFloats()} and {@link #set(float[])} copy.
 */
public final class Tensor {
    private final Storage storage;
    private final long offset;
    private final long[] shape;
    private final long[] strides;
    private final long length;
    private final boolean contiguous;
    private Object attachment;

    private Tensor(Storage storage, long offset, long[] shape, long[] strides) {
        this.storage = storage;
        this.offset = offset;
        this.shape = shape;
        this.strides = strides;
        this.length = product(shape);
        contiguous = Arrays.equals(strides, contiguousStrides(shape));
        long last = offset;
        for (int i = 0; i < shape.length; i++) {
            last += (shape[i] - 1) * strides[i];
        }
        if (offset < 0 || last >= storage.length()) {
            throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " at offset " + offset
                    + " does not fit a storage of " + storage.length() + " elements");
        }
    }

    /** Returns a contiguous tensor over {@code storage}, starting at element {@code offset}. */
    public static Tensor over(Storage storage, long offset, long... shape) {
        Objects.requireNonNull(storage, "storage");
        for (long dim : shape) {
            if (dim <= 0) {
                throw new IllegalArgumentException("every dimension must be positive, got " + Arrays.toString(shape));
            }
        }
        long[] dims = shape.clone();
        return new Tensor(storage, offset, dims, contiguousStrides(dims));
    }

    /** Returns the number of elements that {@code shape} spans. */
    public static long product(long... shape) {
        long length = 1;
        for (long dim : shape) {
            length = Math.multiplyExact(length, dim);
        }
        return length;
    }

    /** Returns the strides of {@code shape} where elements lie one after the other, row by row. */
    public static long[] contiguousStrides(long... shape) {
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= shape[i];
        }
        return strides;
    }

    public int rank() {
        return shape.length;
    }

    public long dim(int axis) {
        return shape[axis];
    }

    public long[] shape() {
        return shape.clone();
    }

    public long[] strides() {
        return strides.clone();
    }

    /** Returns the stride of {@code axis} in elements. */
    public long stride(int axis) {
        return strides[axis];
    }

    /** Returns the position of the first element in the storage, in elements. */
    public long offset() {
        return offset;
    }

    public long length() {
        return length;
    }

    public NumberType dataType() {
        return storage.type();
    }

    public Storage storage() {
        return storage;
    }

    public boolean hasShape(long a) {
        return shape.length == 1 && shape[0] == a;
    }

    public boolean hasShape(long a, long b) {
        return shape.length == 2 && shape[0] == a && shape[1] == b;
    }

    public boolean hasShapeOf(Tensor other) {
        return Arrays.equals(shape, other.shape);
    }

    public boolean isContiguous() {
        return contiguous;
    }

    /** Returns the same elements under another shape of the same length; the tensor must be contiguous. */
    public Tensor reshape(long... newShape) {
        if (!isContiguous() || product(newShape) != length) {
            throw new IllegalArgumentException("cannot see " + this + " as " + Arrays.toString(newShape));
        }
        return over(storage, offset, newShape);
    }

    /** Returns {@code shape} elements of a contiguous tensor from element {@code from} on, as a view. */
    public Tensor slice(long from, long... newShape) {
        if (!isContiguous() || from < 0 || from + product(newShape) > length) {
            throw new IllegalArgumentException(
                    "cannot take " + Arrays.toString(newShape) + " from element " + from + " of " + this);
        }
        return over(storage, offset + from, newShape);
    }

    /** Returns rows {@code from} (inclusive) to {@code to} (exclusive) of a matrix, as a view. */
    public Tensor rows(long from, long to) {
        return window(0, from, to);
    }

    /** Returns columns {@code from} (inclusive) to {@code to} (exclusive) of a matrix, as a strided view. */
    public Tensor columns(long from, long to) {
        return window(1, from, to);
    }

    private Tensor window(int axis, long from, long to) {
        if (shape.length != 2 || from < 0 || to <= from || to > shape[axis]) {
            throw new IllegalArgumentException(
                    "cannot take [" + from + ", " + to + ") along axis " + axis + " of " + this);
        }
        long[] dims = shape.clone();
        dims[axis] = to - from;
        return new Tensor(storage, offset + from * strides[axis], dims, strides.clone());
    }

    /** Returns an engine's own view of this memory (a native pointer, say), or null. */
    public Object attachment() {
        return attachment;
    }

    /** Attaches an engine's own view of this memory, so that it is made once. */
    public void attach(Object engineView) {
        attachment = engineView;
    }

    /**
     * Frees the storage at once instead of when the garbage collector finds it, which does not see how large it is. No
     * window over it may be used afterwards.
     */
    public void free() {
        storage.free();
    }

    /** Copies {@code values} in, row by row; {@code values.length} must equal {@link #length()}. */
    public Tensor set(float... values) {
        requireLength(values.length);
        storage.write(this, values);
        return this;
    }

    /** Copies {@code values} in, row by row; {@code values.length} must equal {@link #length()}. */
    public Tensor set(double[] values) {
        requireLength(values.length);
        storage.write(this, values);
        return this;
    }

    private void requireLength(int count) {
        if (count != length) {
            throw new IllegalArgumentException(this + " takes " + length + " values, got " + count);
        }
    }

    /** Copies the elements out, row by row. */
    public float[] toFloats() {
        return storage.readFloats(this);
    }

    /** Copies the elements out in double precision, row by row. */
    public double[] toDoubles() {
        return storage.readDoubles(this);
    }

    @Override
    public String toString() {
        return "Tensor" + Arrays.toString(shape) + (isContiguous() ? "" : " strides " + Arrays.toString(strides));
    }
}
