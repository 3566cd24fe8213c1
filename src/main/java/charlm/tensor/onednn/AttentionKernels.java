package charlm.tensor.onednn;

import charlm.tensor.AttentionShape;
import charlm.tensor.DropoutMask;
import charlm.tensor.PackedSequences;
import charlm.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Masked multi-head attention straight from the packed matrices: heads are column blocks, so (H, T, D) of a row are
 * strides, and nothing is permuted or copied. Row by row of the batch, so that what passes from one operation to the
 * next stays in the cache.
 */
final class AttentionKernels {
    private final SequenceAttention rowAttention;
    private final SequenceSlice row = new SequenceSlice();
    private final RowLoops rowLoops = new RowLoops();
    private final BatchSum batchSum;
    private final Scratch queryGradients = new Scratch(DataType.FLOAT);
    private final FullOutput queryGradientSum;
    private final DenseCopies dense;

    AttentionKernels(
            Dnnl dnnl,
            Parallel parallel,
            SoftmaxKernels softmax,
            Arithmetic arithmetic,
            Conversions conversions,
            DataType activationType) {
        rowAttention = new SequenceAttention(dnnl, parallel, softmax, arithmetic, activationType);
        queryGradientSum = new FullOutput(conversions);
        dense = new DenseCopies(conversions);
        batchSum = new BatchSum(parallel);
    }

    /** Returns (H, Tq, Tk), of all rows' weights those that row {@code number} has for itself. */
    static float[] ownWeights(AttentionShape shape, float[] all, int number) {
        SequenceSlice wanted = new SequenceSlice();
        wanted.begin(shape);
        while (wanted.number() < number) {
            wanted.moveOn();
        }
        int keys = wanted.ownKeys();
        float[] own = new float[shape.weightsOf(number)];
        int to = 0;
        for (int head = 0; head < wanted.heads(); head++) {
            for (int query = 0; query < wanted.ownQueries(); query++, to += keys) {
                System.arraycopy(all, Math.toIntExact(wanted.weightsStart(head, query)), own, to, keys);
            }
        }
        return own;
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
        return shape.queries().shortest() == 1 || shape.keys().shortest() == 1;
    }

    private void attend(
            AttentionShape shape, Tensor q, Tensor k, Tensor v, DropoutMask dropout, Tensor weights, Tensor out) {
        for (row.begin(shape); row.exists(); row.moveOn()) {
            rowAttention.forward(row, q, k, v, dropout, weights, out);
        }
        clearRest(shape.queries(), out);
    }

    /** Matrix rows that belong to no row of the batch become 0, so that none of them reaches a gradient of weights. */
    private void clearRest(PackedSequences rows, Tensor matrix) {
        rowLoops.zeroRows(matrix, rows.positions(), rows.matrixRows());
    }

    void backward(
            AttentionShape shape,
            Tensor dOut,
            Tensor q,
            Tensor k,
            Tensor v,
            DropoutMask dropout,
            Tensor weights,
            Tensor dQ,
            Tensor dK,
            Tensor dV) {
        if (isMisread(shape)) {
            denseBackward(shape, dOut, q, k, v, dropout, weights, dQ, dK, dV);
        } else {
            attendBackward(shape, dOut, q, k, v, dropout, weights, dQ, dK, dV);
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
            Tensor dQ,
            Tensor dK,
            Tensor dV) {
        // a shared query's gradient is summed over the rows at the end
        Tensor dQueries =
                shape.sharedQuery() ? queryGradients.matrix(shape.queries().matrixRows(), shape.width()) : dQ;
        for (row.begin(shape); row.exists(); row.moveOn()) {
            rowAttention.backward(row, dOut, q, k, v, dropout, weights, dQueries, dK, dV);
        }
        clearRest(shape.keys(), dK);
        clearRest(shape.keys(), dV);
        if (shape.sharedQuery()) {
            Tensor sum = queryGradientSum.of(dQ);
            batchSum.sum(dQueries, shape.queries(), sum);
            queryGradientSum.finish(sum, dQ);
        } else {
            clearRest(shape.queries(), dQ);
        }
    }
}
