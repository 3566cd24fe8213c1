package charlm.tensor.onednn;

import charlm.tensor.Tensor;
import java.nio.FloatBuffer;

/** Moves whole rows by index. */
final class RowLoops {
    private static final int ZEROS = 4096;

    private final float[] zeros = new float[ZEROS];

    void gather(Tensor from, int[] indices, int count, Tensor to) {
        FloatBuffer source = HostMemory.floats(from);
        FloatBuffer target = HostMemory.floats(to);
        int width = (int) to.dim(1);
        int fromStride = (int) from.stride(0);
        int toStride = (int) to.stride(0);
        for (int i = 0; i < count; i++) {
            target.put(i * toStride, source, indices[i] * fromStride, width);
        }
        for (int i = count; i < to.dim(0); i++) {
            zero(target, i * toStride, width);
        }
    }

    void scatter(Tensor from, int[] indices, int count, Tensor to) {
        FloatBuffer source = HostMemory.floats(from);
        FloatBuffer target = HostMemory.floats(to);
        int width = (int) to.dim(1);
        int fromStride = (int) from.stride(0);
        int toStride = (int) to.stride(0);
        zero(to);
        for (int i = 0; i < count; i++) {
            target.put(indices[i] * toStride, source, i * fromStride, width);
        }
    }

    /** Copies a vector or matrix. */
    void copy(Tensor from, Tensor to) {
        FloatBuffer source = HostMemory.floats(from);
        FloatBuffer target = HostMemory.floats(to);
        int rows = from.isContiguous() && to.isContiguous() ? 1 : (int) from.dim(0);
        int width = (int) (from.length() / rows);
        for (int i = 0; i < rows; i++) {
            target.put(i * rowStride(to), source, i * rowStride(from), width);
        }
    }

    void zero(Tensor x) {
        FloatBuffer target = HostMemory.floats(x);
        int rows = x.isContiguous() ? 1 : (int) x.dim(0);
        int width = (int) (x.length() / rows);
        for (int i = 0; i < rows; i++) {
            zero(target, i * rowStride(x), width);
        }
    }

    private static int rowStride(Tensor x) {
        return (int) x.stride(0);
    }

    private void zero(FloatBuffer target, int from, int count) {
        for (int done = 0; done < count; done += zeros.length) {
            target.put(from + done, zeros, 0, Math.min(zeros.length, count - done));
        }
    }
}
