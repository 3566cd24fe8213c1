package charlm.tensor.onednn;

import charlm.tensor.Tensor;

/** Dense stand-ins for matrices with wide row strides, for primitives that cannot read those; dense ones are themselves. */
final class DenseCopies {
    private static final int COUNT = 7;

    private final RowLoops rows = new RowLoops();
    private final Scratch[] scratch = new Scratch[COUNT];

    DenseCopies() {
        for (int i = 0; i < COUNT; i++) {
            scratch[i] = new Scratch();
        }
    }

    /** Returns {@code x} or a dense copy of it in stand-in {@code number}. */
    Tensor input(int number, Tensor x) {
        if (x.isContiguous()) {
            return x;
        }
        Tensor copy = scratch[number].matrix(x.dim(0), x.dim(1));
        rows.copy(x, copy);
        return copy;
    }

    /** Returns {@code x} or dense stand-in {@code number} to write to before {@link #finish}. */
    Tensor output(int number, Tensor x) {
        return x.isContiguous() ? x : scratch[number].matrix(x.dim(0), x.dim(1));
    }

    /** Copies what was written to a stand-in to where it belongs. */
    void finish(Tensor written, Tensor x) {
        if (written != x) {
            rows.copy(written, x);
        }
    }
}
