package charlm.tensor.onednn;

import charlm.tensor.Rounding;
import charlm.tensor.Tensor;
import org.bytedeco.dnnl.memory;

/** The three matmuls of a linear layer. */
final class LinearKernels {
    /** Sums over more rows run a third slower in oneDNN's kernels for matrix units, which transpose dY on the way. */
    private static final int MAX_SUMMED_ROWS = 512;

    /** What a piece's rows are rounded up to; a sum over a number that leaves a rest runs at three quarters of the rate. */
    private static final int PIECE_UNIT = 32;

    private final Dnnl dnnl;
    private final WeightCopies weights;
    private final ColumnSums columnSums;

    LinearKernels(Dnnl dnnl, WeightCopies weights) {
        this.dnnl = dnnl;
        this.weights = weights;
        columnSums = new ColumnSums(dnnl);
    }

    /** y = x Wᵀ + b. */
    void forward(Tensor x, Tensor weight, Tensor bias, Tensor y) {
        Tensor transposed = weights.transposedIn(x.dataType(), weight);
        if (transposed == null) {
            multiply(x, weights.in(x.dataType(), weight), false, bias, y);
        } else {
            multiply(x, transposed, true, bias, y);
        }
    }

    private void multiply(Tensor x, Tensor weight, boolean isTransposed, Tensor bias, Tensor y) {
        Operation operation = isTransposed ? Operation.LINEAR_TRANSPOSED : Operation.LINEAR;
        PlanKey key = dnnl.key(operation).add(x).add(weight).add(y).add(bias == null ? 0 : 1);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            memory.desc right = isTransposed ? Dnnl.desc(weight) : Dnnl.transposed(weight);
            memory.desc row = bias == null ? null : Dnnl.row(bias);
            Plan fresh = dnnl.matmulPlan(Dnnl.desc(x), right, row, Dnnl.desc(y), Dnnl.deterministic());
            plan = dnnl.cache().put(key, fresh);
        }
        plan.on(x).on(weight).on(y);
        if (bias != null) {
            plan.on(bias);
        }
        plan.run();
    }

    /** dX = dY W. */
    void backwardInput(Tensor dY, Tensor weight, Tensor dX) {
        multiplyBack(dY, weights.in(dY.dataType(), weight), dX);
    }

    private void multiplyBack(Tensor dY, Tensor weight, Tensor dX) {
        PlanKey key =
                dnnl.key(Operation.LINEAR_BACKWARD_INPUT).add(dY).add(weight).add(dX);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            Plan fresh = dnnl.matmulPlan(Dnnl.desc(dY), Dnnl.desc(weight), Dnnl.desc(dX), Dnnl.deterministic());
            plan = dnnl.cache().put(key, fresh);
        }
        plan.on(dY).on(weight).on(dX).run();
    }

    /** dW += dYᵀ x, db += column sums of dY. */
    void backwardWeight(Tensor dY, Tensor x, Tensor dWeight, Tensor dBias) {
        long rows = dY.dim(0);
        long piece = pieceRows(rows);
        for (long from = 0; from < rows; from += piece) {
            long to = Math.min(from + piece, rows);
            addProduct(HostMemory.part(dY, from, to), HostMemory.part(x, from, to), dWeight);
        }
        if (dBias != null) {
            columnSums.addTo(dBias, dY);
        }
    }

    /** All pieces but the last are of one size, and so of one kernel. */
    private static long pieceRows(long rows) {
        return Rounding.up(Rounding.divideUp(rows, Rounding.divideUp(rows, MAX_SUMMED_ROWS)), PIECE_UNIT);
    }

    private void addProduct(Tensor dY, Tensor x, Tensor dWeight) {
        PlanKey key = dnnl.key(Operation.LINEAR_BACKWARD_WEIGHT).add(dY).add(x).add(dWeight);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            Plan fresh = dnnl.matmulPlan(Dnnl.transposed(dY), Dnnl.desc(x), Dnnl.desc(dWeight), Dnnl.accumulating());
            plan = dnnl.cache().put(key, fresh);
        }
        plan.on(dY).on(x).on(dWeight).run();
    }
}
