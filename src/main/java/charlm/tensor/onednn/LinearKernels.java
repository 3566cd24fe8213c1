package charlm.tensor.onednn;

import charlm.tensor.Rounding;
import charlm.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The three matmuls of a linear layer. */
final class LinearKernels {
    /** Sums over more rows run a third slower in oneDNN's kernels for matrix units, which transpose dY first. */
    private static final int MAX_SUMMED_ROWS = 512;

    /** A piece's rows are a multiple of this; a sum over other numbers of rows runs at three quarters of the speed. */
    private static final int PIECE_UNIT = 32;

    private final Kernel matmul;
    private final WeightCopies weights;
    private final List<Tensor> ones = new ArrayList<>();

    LinearKernels(Dnnl dnnl, WeightCopies weights) {
        this.weights = weights;
        matmul = dnnl.matmul();
    }

    /** y = x Wᵀ + b. */
    void forward(Tensor x, Tensor weight, Tensor bias, Tensor y) {
        Tensor transposed = weights.transposedIn(x.dataType(), weight);
        Call call = matmul.call().on(x);
        if (transposed == null) {
            call.onTransposed(weights.in(x.dataType(), weight));
        } else {
            call.on(transposed);
        }
        call.on(y);
        if (bias != null) {
            call.onRow(bias);
        }
        call.run();
    }

    /** dX = dY W. */
    void backwardInput(Tensor dY, Tensor weight, Tensor dX) {
        matmul.call().on(dY).on(weights.in(dY.dataType(), weight)).on(dX).run();
    }

    /** dW += dYᵀ x, db += column sums of dY. */
    void backwardWeight(Tensor dY, Tensor x, Tensor dWeight, Tensor dBias) {
        long rows = dY.dim(0);
        long piece = pieceRows(rows);
        for (long from = 0; from < rows; from += piece) {
            long to = Math.min(from + piece, rows);
            matmul.call()
                    .onTransposed(HostMemory.part(dY, from, to))
                    .on(HostMemory.part(x, from, to))
                    .on(dWeight)
                    .accumulating(1)
                    .run();
        }
        if (dBias != null) { // (1, N) x (N, out) -> (1, out)
            matmul.call().on(onesLike(dY)).on(dY).onRow(dBias).accumulating(1).run();
        }
    }

    /** All pieces but the last are of one size, and so of one kernel. */
    private static long pieceRows(long rows) {
        return Rounding.up(Rounding.divideUp(rows, Rounding.divideUp(rows, MAX_SUMMED_ROWS)), PIECE_UNIT);
    }

    /** Returns a row of ones of the type of {@code matrix}, one for each of its rows. */
    private Tensor onesLike(Tensor matrix) {
        long rows = matrix.dim(0);
        for (int i = 0; i < ones.size(); i++) {
            Tensor known = ones.get(i);
            if (known.dataType() == matrix.dataType() && known.hasShape(1, rows)) {
                return known;
            }
        }
        Tensor fresh = AlignedMemory.allocate(matrix.dataType(), 1, rows);
        float[] values = new float[Math.toIntExact(rows)];
        Arrays.fill(values, 1);
        fresh.set(values);
        ones.add(fresh);
        return fresh;
    }
}
