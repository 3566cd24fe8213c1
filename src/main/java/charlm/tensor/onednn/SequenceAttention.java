package charlm.tensor.onednn;

import charlm.tensor.AttentionGradients;
import charlm.tensor.AttentionTensors;
import charlm.tensor.DropoutMask;
import charlm.tensor.NumberType;
import charlm.tensor.Tensor;

/**
 * Masked multi-head attention of the sequence that the slice is at. Matrices and weights are those of the whole batch.
 */
final class SequenceAttention {
    private final SequenceSlice slice;
    private final AttentionMatmuls matmuls;
    private final SoftmaxKernels softmax;
    private final AttentionSoftmaxGradient softmaxGradient;
    private final AttentionMask mask;
    private final AttentionDropout dropout;
    private final Arithmetic arithmetic;
    private final RowLoops loops = new RowLoops();
    private final Scratch scoreMemory = new Scratch(NumberType.FLOAT);
    private final Scratch droppedWeights;
    private final Scratch weightGradients;

    SequenceAttention(
            SequenceSlice slice,
            Dnnl dnnl,
            Parallel parallel,
            SoftmaxKernels softmax,
            Arithmetic arithmetic,
            NumberType activationType) {
        this.slice = slice;
        this.softmax = softmax;
        this.arithmetic = arithmetic;
        matmuls = new AttentionMatmuls(slice, dnnl);
        droppedWeights = new Scratch(activationType);
        weightGradients = new Scratch(activationType);
        softmaxGradient = new AttentionSoftmaxGradient(parallel);
        mask = new AttentionMask(parallel);
        dropout = new AttentionDropout(parallel);
    }

    void forward(AttentionTensors x, DropoutMask dropoutMask, Tensor out) {
        Tensor weights = x.weights();
        boolean full = HostMemory.hasFloats(weights);
        Tensor scores = full ? weights : scoreMemory.take(slice.weights());
        long scoresStart = full ? slice.weightsStart() : 0;
        matmuls.scores(x.q(), x.k(), scores, scoresStart); // (H, Tq, D) x (H, D, Tk) -> (H, Tq, Tk), scaled
        mask.hide(slice, scores, scoresStart);
        softmax.forward(blockRows(), slice.keys(), scores, scoresStart, weights, slice.weightsStart());
        clearOthers(weights);
        // (H, Tq, Tk) x (H, Tk, D) -> (H, Tq, D)
        if (dropoutMask == null) {
            matmuls.attended(weights, slice.weightsStart(), x.v(), 1, out);
        } else {
            Tensor dropped = dropped(weights, dropout.draw(slice, dropoutMask));
            matmuls.attended(dropped, 0, x.v(), dropoutMask.scale(), out);
        }
    }

    void backward(Tensor dOut, AttentionTensors x, DropoutMask dropoutMask, Tensor dQ, AttentionGradients gradients) {
        Tensor weights = x.weights();
        Tensor dWeights = weightGradients.take(slice.weights());
        if (dropoutMask == null) {
            matmuls.valueGradient(weights, slice.weightsStart(), dOut, 1, gradients.dV());
            matmuls.weightGradient(dOut, x.v(), 1, null, dWeights);
        } else {
            Tensor bytes = dropout.draw(slice, dropoutMask);
            // forward: out = dropped v * scale
            matmuls.valueGradient(dropped(weights, bytes), 0, dOut, dropoutMask.scale(), gradients.dV());
            // forward: dropped = weights * bytes
            matmuls.weightGradient(dOut, x.v(), dropoutMask.scale(), bytes, dWeights);
        }
        // forward: weights = softmax(scores); masked weights are 0 and give masked scores no gradient
        if (HostMemory.hasFloats(weights)) {
            softmaxGradient.run(slice, weights, dWeights);
        } else {
            softmax.backwardInPlace(blockRows(), slice.keys(), weights, slice.weightsStart(), dWeights);
        }
        // forward: scores = q kᵀ / sqrt D
        matmuls.queryGradient(dWeights, x.k(), dQ);
        matmuls.keyGradient(dWeights, x.q(), gradients.dK());
    }

    /** Queries of other sequences give no weights, so that none of them reaches a gradient. */
    private void clearOthers(Tensor weights) {
        long count = (long) (slice.queries() - slice.ownQueries()) * slice.keys();
        for (int head = 0; count > 0 && head < slice.heads(); head++) {
            loops.clear(weights, slice.weightsStart(head, slice.ownQueries()), count);
        }
    }

    private long blockRows() {
        return (long) slice.heads() * slice.queries();
    }

    /** Returns the weights with the dropped ones 0; the scale of the others is left to the matmul that reads them. */
    private Tensor dropped(Tensor weights, Tensor bytes) {
        Tensor dropped = droppedWeights.take(slice.weights());
        arithmetic.multiply(slice.weights(), weights, slice.weightsStart(), bytes, dropped);
        return dropped;
    }
}
