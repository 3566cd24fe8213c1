package charlm.tensor.onednn;

import charlm.tensor.AttentionShape;
import charlm.tensor.DropoutMask;
import charlm.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Masked multi-head attention straight from the (B*T, row stride) matrices: heads are column blocks, so the four
 * dimensions (B, H, T, D) are strides, and nothing is permuted or copied.
 */
final class AttentionKernels {
    private final AttentionMatmuls matmuls;
    private final SoftmaxKernels softmax;
    private final CausalMask causalMask;
    private final WeightDropout weightDropout;
    private final BatchSum batchSum;
    private final Arithmetic arithmetic;
    private final Conversions conversions;
    private final Scratch scoreMemory = new Scratch(DataType.FLOAT);
    private final Scratch droppedWeights;
    private final Scratch queryGradients = new Scratch(DataType.FLOAT);
    private final Scratch queryGradientSum = new Scratch(DataType.FLOAT);
    private final DenseCopies dense;

    AttentionKernels(
            Dnnl dnnl,
            Parallel parallel,
            SoftmaxKernels softmax,
            Arithmetic arithmetic,
            Conversions conversions,
            DataType activationType) {
        matmuls = new AttentionMatmuls(dnnl);
        this.softmax = softmax;
        this.arithmetic = arithmetic;
        this.conversions = conversions;
        droppedWeights = new Scratch(activationType);
        dense = new DenseCopies(conversions);
        causalMask = new CausalMask(parallel);
        weightDropout = new WeightDropout(parallel);
        batchSum = new BatchSum(parallel);
    }

    void forward(AttentionShape shape, Tensor q, Tensor k, Tensor v, DropoutMask dropout, Tensor weights, Tensor out) {
        if (isMisread(shape, q, k, v, out)) {
            Tensor denseOut = dense.output(3, out);
            attend(shape, dense.input(0, q), dense.input(1, k), dense.input(2, v), dropout, weights, denseOut);
            dense.finish(denseOut, out);
        } else {
            attend(shape, q, k, v, dropout, weights, out);
        }
    }

    /**
     * oneDNN 3.11 multiplies wrongly along a single query or key whose row stride is wider than the row, and where one row
     * of the batch is as far from the next as the whole batch is wide: it then takes the strides for another layout.
     */
    private static boolean isMisread(AttentionShape shape, Tensor queries, Tensor keys, Tensor values, Tensor out) {
        return shape.queries() == 1
                || shape.keys() == 1
                || isAmbiguous(shape, shape.queries(), queries)
                || isAmbiguous(shape, shape.keys(), keys)
                || isAmbiguous(shape, shape.keys(), values)
                || isAmbiguous(shape, shape.queries(), out);
    }

    private static boolean isAmbiguous(AttentionShape shape, int length, Tensor matrix) {
        long width = shape.width();
        return matrix.stride(0) != width && shape.batch() * width == length * matrix.stride(0);
    }

    private void attend(
            AttentionShape shape, Tensor q, Tensor k, Tensor v, DropoutMask dropout, Tensor weights, Tensor out) {
        Tensor scores = weights.dataType() == DataType.FLOAT ? weights : scoreMemory.like(weights);
        matmuls.scores(shape, q, k, scores); // (B, H, Tq, D) x (B, H, D, Tk) -> (B, H, Tq, Tk), scaled
        causalMask.hide(scores);
        softmax.forward(scores, weights);
        Tensor dropped = dropout == null ? weights : dropped(weights, weightDropout.factors(shape, dropout, weights));
        matmuls.attended(shape, dropped, v, scale(dropout), out); // (B, H, Tq, Tk) x (B, H, Tk, D) -> (B, H, Tq, D)
    }

    void backward(
            AttentionShape shape,
            Tensor dOut,
            Tensor q,
            Tensor k,
            Tensor v,
            DropoutMask dropout,
            Tensor weights,
            Tensor scratch,
            Tensor dQ,
            Tensor dK,
            Tensor dV) {
        if (isMisread(shape, q, k, v, dOut) || isMisread(shape, dQ, dK, dV, dOut)) {
            denseBackward(shape, dOut, q, k, v, dropout, weights, scratch, dQ, dK, dV);
        } else {
            attendBackward(shape, dOut, q, k, v, dropout, weights, scratch, dQ, dK, dV);
        }
    }

    private void denseBackward(
            AttentionShape shape,
            Tensor dOut,
            Tensor q,
            Tensor k,
            Tensor v,
            DropoutMask dropout,
            Tensor weights,
            Tensor scratch,
            Tensor dQ,
            Tensor dK,
            Tensor dV) {
        Tensor denseDQ = dense.output(4, dQ);
        Tensor denseDK = dense.output(5, dK);
        Tensor denseDV = dense.output(6, dV);
        attendBackward(
                shape,
                dense.input(3, dOut),
                dense.input(0, q),
                dense.input(1, k),
                dense.input(2, v),
                dropout,
                weights,
                scratch,
                denseDQ,
                denseDK,
                denseDV);
        dense.finish(denseDQ, dQ);
        dense.finish(denseDK, dK);
        dense.finish(denseDV, dV);
    }

    private void attendBackward(
            AttentionShape shape,
            Tensor dOut,
            Tensor q,
            Tensor k,
            Tensor v,
            DropoutMask dropout,
            Tensor weights,
            Tensor scratch,
            Tensor dQ,
            Tensor dK,
            Tensor dV) {
        Tensor factors = dropout == null ? null : weightDropout.factors(shape, dropout, weights);
        // forward: out = dropped v * scale
        Tensor dropped = dropout == null ? weights : dropped(weights, factors);
        matmuls.valueGradient(shape, dropped, dOut, scale(dropout), dV);
        // forward: dropped = weights * factors
        matmuls.weightGradient(shape, dOut, v, scale(dropout), factors, scratch);
        // forward: weights = softmax(scores); masked weights are 0 and give masked scores no gradient
        softmax.backwardInPlace(weights, scratch);
        // forward: scores = q kᵀ / sqrt D
        if (shape.sharedQuery()) {
            Tensor perRow = queryGradients.matrix((long) shape.batch() * shape.queries(), shape.width());
            matmuls.queryGradient(shape, scratch, k, perRow);
            sumOverBatch(perRow, shape, dQ);
        } else {
            matmuls.queryGradient(shape, scratch, k, dQ);
        }
        matmuls.keyGradient(shape, scratch, q, dK);
    }

    private void sumOverBatch(Tensor perRow, AttentionShape shape, Tensor dQ) {
        if (dQ.dataType() == DataType.FLOAT) {
            batchSum.sum(perRow, shape.batch(), dQ);
        } else {
            Tensor sum = queryGradientSum.matrix(shape.queries(), shape.width());
            batchSum.sum(perRow, shape.batch(), sum);
            conversions.convert(sum, dQ);
        }
    }

    /** Returns the weights with the dropped ones 0; the scale of the others is left to the matmul that reads them. */
    private Tensor dropped(Tensor weights, Tensor factors) {
        Tensor dropped = droppedWeights.like(weights);
        arithmetic.multiply(weights, factors, dropped);
        return dropped;
    }

    private static float scale(DropoutMask dropout) {
        return dropout == null ? 1 : dropout.scale();
    }
}
