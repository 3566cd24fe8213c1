package charlm.tensor.onednn;

import charlm.tensor.AttentionShape;
import charlm.tensor.DropoutMask;
import charlm.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/** Masked multi-head attention of one row of a batch; extents but B are those of the whole batch's {@link AttentionShape}. */
final class RowAttention {
    private final AttentionMatmuls matmuls;
    private final SoftmaxKernels softmax;
    private final CausalMask causalMask;
    private final WeightDropout weightDropout;
    private final Arithmetic arithmetic;
    private final Scratch scoreMemory = new Scratch(DataType.FLOAT);
    private final Scratch droppedWeights;

    RowAttention(Dnnl dnnl, Parallel parallel, SoftmaxKernels softmax, Arithmetic arithmetic, DataType activationType) {
        matmuls = new AttentionMatmuls(dnnl);
        this.softmax = softmax;
        this.arithmetic = arithmetic;
        droppedWeights = new Scratch(activationType);
        causalMask = new CausalMask(parallel);
        weightDropout = new WeightDropout(parallel);
    }

    /** @param row which one it is, for dropout */
    void forward(
            AttentionShape shape,
            Tensor q,
            Tensor k,
            Tensor v,
            DropoutMask dropout,
            int row,
            Tensor weights,
            Tensor out) {
        Tensor scores = weights.dataType() == DataType.FLOAT ? weights : scoreMemory.like(weights);
        matmuls.scores(shape, q, k, scores); // (1, H, Tq, D) x (1, H, D, Tk) -> (1, H, Tq, Tk), scaled
        causalMask.hide(scores);
        softmax.forward(scores, weights);
        Tensor dropped =
                dropout == null ? weights : dropped(weights, weightDropout.factors(shape, dropout, row, weights));
        matmuls.attended(shape, dropped, v, scale(dropout), out); // (1, H, Tq, Tk) x (1, H, Tk, D) -> (1, H, Tq, D)
    }

    /** @param row which one it is, for dropout */
    void backward(
            AttentionShape shape,
            Tensor dOut,
            Tensor q,
            Tensor k,
            Tensor v,
            DropoutMask dropout,
            int row,
            Tensor weights,
            Tensor scratch,
            Tensor dQ,
            Tensor dK,
            Tensor dV) {
        Tensor factors = dropout == null ? null : weightDropout.factors(shape, dropout, row, weights);
        // forward: out = dropped v * scale
        Tensor dropped = dropout == null ? weights : dropped(weights, factors);
        matmuls.valueGradient(shape, dropped, dOut, scale(dropout), dV);
        // forward: dropped = weights * factors
        matmuls.weightGradient(shape, dOut, v, scale(dropout), factors, scratch);
        // forward: weights = softmax(scores); masked weights are 0 and give masked scores no gradient
        softmax.backwardInPlace(weights, scratch);
        // forward: scores = q kᵀ / sqrt D
        matmuls.queryGradient(shape, scratch, k, dQ);
        matmuls.keyGradient(shape, scratch, q, dK);
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
