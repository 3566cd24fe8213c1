package charlm.tensor.onednn;

import charlm.tensor.DropoutMask;
import charlm.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/** Masked multi-head attention of one row of a batch. Matrices and weights are those of the whole batch. */
final class SequenceAttention {
    private final AttentionMatmuls matmuls;
    private final SoftmaxKernels softmax;
    private final AttentionSoftmaxGradient softmaxGradient;
    private final AttentionMask causalMask;
    private final AttentionDropout weightDropout;
    private final Arithmetic arithmetic;
    private final RowLoops rowLoops = new RowLoops();
    private final Scratch scoreMemory = new Scratch(DataType.FLOAT);
    private final Scratch droppedWeights;
    private final Scratch gradients;

    SequenceAttention(
            Dnnl dnnl, Parallel parallel, SoftmaxKernels softmax, Arithmetic arithmetic, DataType activationType) {
        matmuls = new AttentionMatmuls(dnnl);
        this.softmax = softmax;
        this.arithmetic = arithmetic;
        droppedWeights = new Scratch(activationType);
        gradients = new Scratch(activationType);
        softmaxGradient = new AttentionSoftmaxGradient(parallel);
        causalMask = new AttentionMask(parallel);
        weightDropout = new AttentionDropout(parallel);
    }

    void forward(SequenceSlice row, Tensor q, Tensor k, Tensor v, DropoutMask dropout, Tensor weights, Tensor out) {
        boolean full = HostMemory.hasFloats(weights);
        Tensor scores = full ? weights : scoreMemory.take(row.weights());
        long scoresStart = full ? row.weightsStart() : 0;
        matmuls.scores(row, q, k, scores, scoresStart); // (H, Tq, D) x (H, D, Tk) -> (H, Tq, Tk), scaled
        causalMask.hide(row, scores, scoresStart);
        softmax.forward(blockRows(row), row.keys(), scores, scoresStart, weights, row.weightsStart());
        clearOthers(row, weights);
        // (H, Tq, Tk) x (H, Tk, D) -> (H, Tq, D)
        if (dropout == null) {
            matmuls.attended(row, weights, row.weightsStart(), v, 1, out);
        } else {
            Tensor dropped = dropped(row, weights, weightDropout.kept(row, dropout));
            matmuls.attended(row, dropped, 0, v, dropout.scale(), out);
        }
    }

    void backward(
            SequenceSlice row,
            Tensor dOut,
            Tensor q,
            Tensor k,
            Tensor v,
            DropoutMask dropout,
            Tensor weights,
            Tensor dQ,
            Tensor dK,
            Tensor dV) {
        Tensor dWeights = gradients.take(row.weights());
        if (dropout == null) {
            matmuls.valueGradient(row, weights, row.weightsStart(), dOut, 1, dV);
            matmuls.weightGradient(row, dOut, v, 1, null, dWeights);
        } else {
            Tensor kept = weightDropout.kept(row, dropout);
            // forward: out = dropped v * scale
            matmuls.valueGradient(row, dropped(row, weights, kept), 0, dOut, dropout.scale(), dV);
            // forward: dropped = weights * kept
            matmuls.weightGradient(row, dOut, v, dropout.scale(), kept, dWeights);
        }
        // forward: weights = softmax(scores); masked weights are 0 and give masked scores no gradient
        if (HostMemory.hasFloats(weights)) {
            softmaxGradient.run(row, weights, dWeights);
        } else {
            softmax.backwardInPlace(blockRows(row), row.keys(), weights, row.weightsStart(), dWeights);
        }
        // forward: scores = q kᵀ / sqrt D
        matmuls.queryGradient(row, dWeights, k, dQ);
        matmuls.keyGradient(row, dWeights, q, dK);
    }

    /** Queries of other rows give no weights, so that none of them reaches a gradient. */
    private void clearOthers(SequenceSlice row, Tensor weights) {
        long count = (long) (row.queries() - row.ownQueries()) * row.keys();
        for (int head = 0; count > 0 && head < row.heads(); head++) {
            rowLoops.clear(weights, row.weightsStart(head, row.ownQueries()), count);
        }
    }

    private static long blockRows(SequenceSlice row) {
        return (long) row.heads() * row.queries();
    }

    /** Returns the weights with the dropped ones 0; the scale of the others is left to the matmul that reads them. */
    private Tensor dropped(SequenceSlice row, Tensor weights, Tensor kept) {
        Tensor dropped = droppedWeights.take(row.weights());
        arithmetic.multiply(row.weights(), weights, row.weightsStart(), kept, dropped);
        return dropped;
    }
}
