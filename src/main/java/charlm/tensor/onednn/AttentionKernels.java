package charlm.tensor.onednn;

import charlm.tensor.AttentionGradients;
import charlm.tensor.AttentionShape;
import charlm.tensor.AttentionTensors;
import charlm.tensor.DropoutMask;
import charlm.tensor.NumberType;
import charlm.tensor.PackedSequences;
import charlm.tensor.Tensor;

/**
 * Masked multi-head attention straight from the packed matrices: heads are column blocks, so (H, T, D) of a sequence
 * are strides, and nothing is permuted or copied. One sequence after the other, so that intermediate results stay in
 * the processor's cache.
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
    private final Scratch queryGradients = new Scratch(NumberType.FLOAT);
    private final StandIns standIns;

    AttentionKernels(
            Dnnl dnnl,
            Parallel parallel,
            SoftmaxKernels softmax,
            Arithmetic arithmetic,
            Conversions conversions,
            NumberType activationType) {
        sequenceAttention = new SequenceAttention(slice, dnnl, parallel, softmax, arithmetic, activationType);
        standIns = new StandIns(conversions);
        batchSum = new BatchSum(parallel);
    }

    /** Returns the weights of sequence {@code number}, (H, Tq, Tk), without those of the rounding up. */
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
        boolean misread = isMisread(shape);
        AttentionTensors read = misread ? dense(tensors) : tensors;
        Tensor written = misread ? standIns.denseOutput(OUT, out) : out;
        for (slice.begin(shape); slice.exists(); slice.moveOn()) {
            sequenceAttention.forward(read, dropout, written);
        }
        clearRest(shape.queries(), written);
        standIns.finish(written, out);
    }

    void backward(
            AttentionShape shape,
            Tensor dOut,
            AttentionTensors tensors,
            DropoutMask dropout,
            AttentionGradients gradients) {
        boolean misread = isMisread(shape);
        AttentionTensors read = misread ? dense(tensors) : tensors;
        Tensor dOutRead = misread ? standIns.dense(OUT, dOut) : dOut;
        AttentionGradients written = misread ? denseOutputs(gradients) : gradients;
        // a shared query's gradient is summed over the sequences at the end
        Tensor dQueries =
                shape.sharedQuery() ? queryGradients.matrix(shape.queries().matrixRows(), shape.width()) : written.dQ();
        for (slice.begin(shape); slice.exists(); slice.moveOn()) {
            sequenceAttention.backward(dOutRead, read, dropout, dQueries, written);
        }
        clearRest(shape.keys(), written.dK());
        clearRest(shape.keys(), written.dV());
        if (shape.sharedQuery()) {
            Tensor sum = standIns.fullOutput(DQ, written.dQ());
            batchSum.sum(dQueries, shape.queries(), sum);
            standIns.finish(sum, written.dQ());
        } else {
            clearRest(shape.queries(), written.dQ());
        }
        standIns.finish(written.dQ(), gradients.dQ());
        standIns.finish(written.dK(), gradients.dK());
        standIns.finish(written.dV(), gradients.dV());
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

    private AttentionGradients denseOutputs(AttentionGradients gradients) {
        return new AttentionGradients(
                standIns.denseOutput(DQ, gradients.dQ()),
                standIns.denseOutput(DK, gradients.dK()),
                standIns.denseOutput(DV, gradients.dV()));
    }

    /** Matrix rows that belong to no sequence become 0, so that none of them reaches a gradient of weights. */
    private void clearRest(PackedSequences sequences, Tensor matrix) {
        loops.zeroRows(matrix, sequences.positions(), sequences.matrixRows());
    }
}
