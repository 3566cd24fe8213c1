package charlm.tensor.onednn;

import charlm.tensor.AttentionGradients;
import charlm.tensor.AttentionShape;
import charlm.tensor.AttentionTensors;
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
    private static final int Q = 0;
    private static final int K = 1;
    private static final int V = 2;
    private static final int OUT = 3;
    private static final int DQ = 4;
    private static final int DK = 5;
    private static final int DV = 6;

    private final SequenceSlice slice = new SequenceSlice();
    private final SequenceAttention sequenceAttention;
    private final RowLoops loops = new RowLoops();
    private final BatchSum batchSum;
    private final Scratch queryGradients = new Scratch(DataType.FLOAT);
    private final StandIns standIns;

    AttentionKernels(
            Dnnl dnnl,
            Parallel parallel,
            SoftmaxKernels softmax,
            Arithmetic arithmetic,
            Conversions conversions,
            DataType activationType) {
        sequenceAttention = new SequenceAttention(slice, dnnl, parallel, softmax, arithmetic, activationType);
        standIns = new StandIns(conversions);
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

    void forward(AttentionShape shape, AttentionTensors tensors, DropoutMask dropout, Tensor out) {
        if (isMisread(shape)) {
            Tensor denseOut = standIns.denseOutput(OUT, out);
            attend(shape, dense(tensors), dropout, denseOut);
            standIns.finish(denseOut, out);
        } else {
            attend(shape, tensors, dropout, out);
        }
    }

    /** oneDNN 3.11 multiplies wrongly along a single query or key whose row stride is wider than the row. */
    private static boolean isMisread(AttentionShape shape) {
        return shape.queries().shortest() == 1 || shape.keys().shortest() == 1;
    }

    private AttentionTensors dense(AttentionTensors tensors) {
        return new AttentionTensors(
                standIns.dense(Q, tensors.q()),
                standIns.dense(K, tensors.k()),
                standIns.dense(V, tensors.v()),
                tensors.weights());
    }

    private void attend(AttentionShape shape, AttentionTensors tensors, DropoutMask dropout, Tensor out) {
        for (slice.begin(shape); slice.exists(); slice.moveOn()) {
            sequenceAttention.forward(tensors, dropout, out);
        }
        clearRest(shape.queries(), out);
    }

    /** Matrix rows that belong to no sequence become 0, so that none of them reaches a gradient of weights. */
    private void clearRest(PackedSequences sequences, Tensor matrix) {
        loops.zeroRows(matrix, sequences.positions(), sequences.matrixRows());
    }

    void backward(
            AttentionShape shape,
            Tensor dOut,
            AttentionTensors tensors,
            DropoutMask dropout,
            AttentionGradients gradients) {
        if (isMisread(shape)) {
            AttentionGradients denseGradients = new AttentionGradients(
                    standIns.denseOutput(DQ, gradients.dQ()),
                    standIns.denseOutput(DK, gradients.dK()),
                    standIns.denseOutput(DV, gradients.dV()));
            attendBackward(shape, standIns.dense(OUT, dOut), dense(tensors), dropout, denseGradients);
            standIns.finish(denseGradients.dQ(), gradients.dQ());
            standIns.finish(denseGradients.dK(), gradients.dK());
            standIns.finish(denseGradients.dV(), gradients.dV());
        } else {
            attendBackward(shape, dOut, tensors, dropout, gradients);
        }
    }

    private void attendBackward(
            AttentionShape shape,
            Tensor dOut,
            AttentionTensors tensors,
            DropoutMask dropout,
            AttentionGradients gradients) {
        // a shared query's gradient is summed over the sequences at the end
        Tensor dQueries = shape.sharedQuery()
                ? queryGradients.matrix(shape.queries().matrixRows(), shape.width())
                : gradients.dQ();
        for (slice.begin(shape); slice.exists(); slice.moveOn()) {
            sequenceAttention.backward(dOut, tensors, dropout, dQueries, gradients);
        }
        clearRest(shape.keys(), gradients.dK());
        clearRest(shape.keys(), gradients.dV());
        if (shape.sharedQuery()) {
            Tensor sum = standIns.fullOutput(DQ, gradients.dQ());
            batchSum.sum(dQueries, shape.queries(), sum);
            standIns.finish(sum, gradients.dQ());
        } else {
            clearRest(shape.queries(), gradients.dQ());
        }
    }
}
