package charlm.tensor.nd4j;

import charlm.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SoftMax;
import org.nd4j.linalg.factory.Nd4j;

/** Attention of one new position over those kept so far, a row of the batch after the other, all heads at once. */
final class Nd4jNextAttention {
    private Nd4jNextAttention() {}

    static void attend(int heads, Tensor q, Tensor k, Tensor v, int length, Tensor out) {
        long capacity = k.dim(0) / q.dim(0);
        long headDim = q.dim(1) / heads;
        for (long row = 0; row < q.dim(0); row++) {
            INDArray keys = k.rows(row * capacity, row * capacity + length).array();
            INDArray values = v.rows(row * capacity, row * capacity + length).array();
            INDArray query = q.rows(row, row + 1).array();
            INDArray products = keys.mulRowVector(query).reshape('c', length * heads, headDim);
            INDArray weights = products.sum(1).muli(1 / Math.sqrt(headDim)).reshape('c', length, heads);
            Nd4j.exec(new SoftMax(weights, weights, 0)); // over the positions
            INDArray shares = values.dup('c')
                    .reshape('c', length * heads, headDim)
                    .muliColumnVector(weights.reshape('c', length * heads, 1));
            out.rows(row, row + 1)
                    .array()
                    .assign(shares.reshape('c', length, heads * headDim).sum(0).reshape('c', 1, heads * headDim));
        }
    }
}
