package charlm.tensor.onednn;

import charlm.tensor.Tensor;
import org.bytedeco.javacpp.Pointer;

/** Copies rows of floats and clears rows of any type. */
final class RowLoops {
    private final Address address = new Address();

    void gather(Tensor from, int[] indices, int count, Tensor to) {
        HostMemory source = HostMemory.rows(from);
        HostMemory target = HostMemory.rows(to);
        int width = (int) to.dim(1);
        for (int i = 0; i < count; i++) {
            target.copyRow(i, source, indices[i], width);
        }
        zeroRows(to, count, to.dim(0));
    }

    void scatter(Tensor from, int[] indices, int count, Tensor to) {
        HostMemory source = HostMemory.rows(from);
        HostMemory target = HostMemory.rows(to);
        int width = (int) to.dim(1);
        zero(to);
        for (int i = 0; i < count; i++) {
            target.copyRow(indices[i], source, i, width);
        }
    }

    /** Copies a vector or matrix. */
    void copy(Tensor from, Tensor to) {
        HostMemory source = HostMemory.rows(from);
        HostMemory target = HostMemory.rows(to);
        int rows = from.isContiguous() && to.isContiguous() ? 1 : (int) from.dim(0);
        int width = (int) (from.length() / rows);
        for (int i = 0; i < rows; i++) {
            target.copyRow(i, source, i, width);
        }
    }

    /** Sets every element to 0. */
    void zero(Tensor x) {
        if (x.isContiguous()) {
            clear(x, 0, x.length());
        } else {
            zeroRows(x, 0, x.dim(0));
        }
    }

    /** Sets rows {@code from} to {@code to} of a matrix to 0. */
    void zeroRows(Tensor matrix, long from, long to) {
        for (long row = from; row < to; row++) {
            clear(matrix, row * matrix.stride(0), matrix.dim(1));
        }
    }

    /** Sets {@code count} elements that lie one after the other, from {@code from} on, to 0. */
    void clear(Tensor x, long from, long count) {
        int width = x.dataType().width();
        address.moveTo(HostMemory.pointer(x).address() + from * width);
        Pointer.memset(address, 0, count * width);
    }
}
