package charlm.tensor.onednn;

import charlm.tensor.AttentionShape;
import charlm.tensor.DropoutMask;
import charlm.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Masked multi-head attention straight from the (B*T, row stride) matrices: heads are column blocks, so the four
 * dimensions (B, H, T, D) are strides, and nothing is permuted or copied. Row by row of the batch, so that what passes from
 * one operation to the next stays in the cache.
 */
final class AttentionKernels {
    private final RowAttention rowAttention;
    private final BatchSum batchSum;
    private final Conversions conversions;
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
        rowAttention = new RowAttention(dnnl, parallel, softmax, arithmetic, activationType);
        this.conversions = conversions;
        dense = new DenseCopies(conversions);
        batchSum = new BatchSum(parallel);
    }

    void forward(AttentionShape shape, Tensor q, Tensor k, Tensor v, DropoutMask dropout, Tensor weights, Tensor out) {
        if (isMisread(shape)) {
            Tensor denseOut = dense.output(3, out);
            attend(shape, dense.input(0, q), dense.input(1, k), dense.input(2, v), dropout, weights, denseOut);
            dense.finish(denseOut, out);
        } else {
            attend(shape, q, k, v, dropout, weights, out);
        }
    }

    /** oneDNN 3.11 multiplies wrongly along a single query or key whose row stride is wider than the row. */
    private static boolean isMisread(AttentionShape shape) {
        return shape.queries() == 1 || shape.keys() == 1;
    }

    private void attend(
            AttentionShape shape, Tensor q, Tensor k, Tensor v, DropoutMask dropout, Tensor weights, Tensor out) {
        for (int b = 0; b < shape.batch(); b++) {
            rowAttention.forward(
                    shape,
                    shape.sharedQuery() ? q : queries(shape, q, b),
                    keys(shape, k, b),
                    keys(shape, v, b),
                    dropout,
                    b,
                    HostMemory.part(weights, b, b + 1L),
                    queries(shape, out, b));
        }
    }

    private static Tensor queries(AttentionShape shape, Tensor matrix, int row) {
        return HostMemory.part(matrix, (long) row * shape.queries(), (row + 1L) * shape.queries());
    }

    private static Tensor keys(AttentionShape shape, Tensor matrix, int row) {
        return HostMemory.part(matrix, (long) row * shape.keys(), (row + 1L) * shape.keys());
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
        if (isMisread(shape)) {
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
        // a shared query's gradient is summed over the rows at the end
        Tensor dQueries =
                shape.sharedQuery() ? queryGradients.matrix((long) shape.batch() * shape.queries(), shape.width()) : dQ;
        for (int b = 0; b < shape.batch(); b++) {
            rowAttention.backward(
                    shape,
                    queries(shape, dOut, b),
                    shape.sharedQuery() ? q : queries(shape, q, b),
                    keys(shape, k, b),
                    keys(shape, v, b),
                    dropout,
                    b,
                    HostMemory.part(weights, b, b + 1L),
                    HostMemory.part(scratch, 0, 1),
                    queries(shape, dQueries, b),
                    keys(shape, dK, b),
                    keys(shape, dV, b));
        }
        if (shape.sharedQuery()) {
            sumOverBatch(dQueries, shape, dQ);
        }
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
}
