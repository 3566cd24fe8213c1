package charlm.tensor.onednn;

import charlm.tensor.AttentionShape;
import charlm.tensor.DropoutMask;
import charlm.tensor.Tensor;

/**
 * Masked multi-head attention straight from the (B*T, row stride) matrices: heads are column blocks, so the four
 * dimensions (B, H, T, D) are strides, and nothing is permuted or copied.
 */
final class AttentionKernels {
    private final AttentionMatmuls matmuls;
    private final SoftmaxKernels softmax;
    private final WeightDropout weightDropout;
    private final BatchSum batchSum;
    private final Scratch droppedWeights = new Scratch();
    private final Scratch queryGradients = new Scratch();
    private final DenseCopies dense = new DenseCopies();

    AttentionKernels(Dnnl dnnl, Parallel parallel, SoftmaxKernels softmax) {
        matmuls = new AttentionMatmuls(dnnl);
        this.softmax = softmax;
        weightDropout = new WeightDropout(parallel);
        batchSum = new BatchSum(parallel);
    }

    void forward(AttentionShape shape, Tensor q, Tensor k, Tensor v, DropoutMask dropout, Tensor weights, Tensor out) {
        if (isThin(shape)) {
            Tensor denseOut = dense.output(3, out);
            attend(shape, dense.input(0, q), dense.input(1, k), dense.input(2, v), dropout, weights, denseOut);
            dense.finish(denseOut, out);
        } else {
            attend(shape, q, k, v, dropout, weights, out);
        }
    }

    /** oneDNN multiplies wrongly along a single query or key whose row stride is wider than the row. */
    private static boolean isThin(AttentionShape shape) {
        return shape.queries() == 1 || shape.keys() == 1;
    }

    private void attend(
            AttentionShape shape, Tensor q, Tensor k, Tensor v, DropoutMask dropout, Tensor weights, Tensor out) {
        matmuls.scores(shape, q, k, weights); // (B, H, Tq, D) x (B, H, D, Tk) -> (B, H, Tq, Tk), scaled and masked
        softmax.forward(weights, weights);
        Tensor dropped = dropped(shape, weights, dropout);
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
        if (isThin(shape)) {
            thinBackward(shape, dOut, q, k, v, dropout, weights, scratch, dQ, dK, dV);
        } else {
            attendBackward(shape, dOut, q, k, v, dropout, weights, scratch, dQ, dK, dV);
        }
    }

    private void thinBackward(
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
        // forward: out = dropped v * scale
        Tensor dropped = dropped(shape, weights, dropout);
        matmuls.valueGradient(shape, dropped, dOut, scale(dropout), dV);
        matmuls.weightGradient(shape, dOut, v, scale(dropout), scratch);
        // forward: dropped = weights * mask
        if (dropout != null) {
            weightDropout.apply(shape, scratch, scratch, dropout);
        }
        // forward: weights = softmax(scores); masked weights are 0 and give masked scores no gradient
        softmax.backwardInPlace(weights, scratch);
        // forward: scores = q kᵀ / sqrt D
        if (shape.sharedQuery()) {
            Tensor perRow = queryGradients.matrix((long) shape.batch() * shape.queries(), shape.width());
            matmuls.queryGradient(shape, scratch, k, perRow);
            batchSum.sum(perRow, shape.batch(), dQ);
        } else {
            matmuls.queryGradient(shape, scratch, k, dQ);
        }
        matmuls.keyGradient(shape, scratch, q, dK);
    }

    /** Returns the weights with the dropped ones 0; the scale of the others is left to the matmul that reads them. */
    private Tensor dropped(AttentionShape shape, Tensor weights, DropoutMask dropout) {
        if (dropout == null) {
            return weights;
        }
        Tensor dropped = droppedWeights.like(weights);
        weightDropout.apply(shape, weights, dropped, dropout);
        return dropped;
    }

    private static float scale(DropoutMask dropout) {
        return dropout == null ? 1 : dropout.scale();
    }
}
