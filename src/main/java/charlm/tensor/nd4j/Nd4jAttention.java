package charlm.tensor.nd4j;

import static charlm.tensor.nd4j.Nd4jMatmul.multiply;
import static charlm.tensor.nd4j.Nd4jMatmul.multiplyFirstTransposed;
import static charlm.tensor.nd4j.Nd4jMatmul.multiplySecondTransposed;

import charlm.tensor.AttentionShape;
import charlm.tensor.DropoutMask;
import charlm.tensor.Tensor;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SoftMax;
import org.nd4j.linalg.factory.Nd4j;

/** Masked attention: matrix products head by head, everything between them for all heads at once. */
final class Nd4jAttention {
    private final AttentionShape shape;
    private final DropoutMask dropout;

    Nd4jAttention(AttentionShape shape, DropoutMask dropout) {
        this.shape = shape;
        this.dropout = dropout;
    }

    void forward(Tensor q, Tensor k, Tensor v, Tensor weights, Tensor out) {
        forEachHead((row, head) -> multiplySecondTransposed( // (Tq, D) x (D, Tk) -> (Tq, Tk)
                queries(q, row, head), keys(k, row, head), shape.scoreScale(), 0, block(weights, row, head)));
        maskedSoftmaxInPlace(weights);
        Tensor dropped = dropped(weights);
        forEachHead((row, head) -> multiply( // (Tq, Tk) x (Tk, D) -> (Tq, D)
                block(dropped, row, head), keys(v, row, head), 1, 0, outputs(out, row, head)));
    }

    void backward(
            Tensor dOut,
            Tensor q,
            Tensor k,
            Tensor v,
            Tensor weights,
            Tensor dScores,
            Tensor dQ,
            Tensor dK,
            Tensor dV) {
        // forward: out = dropped v
        Tensor dropped = dropped(weights);
        forEachHead((row, head) -> {
            INDArray dHead = outputs(dOut, row, head);
            multiplyFirstTransposed(block(dropped, row, head), dHead, 1, 0, keys(dV, row, head));
            multiplySecondTransposed(dHead, keys(v, row, head), 1, 0, block(dScores, row, head));
        });
        // forward: dropped = dropout(softmax(scores)), scores = q kᵀ / sqrt D
        dropoutAndSoftmaxBackwardInPlace(weights, dScores);
        forEachHead((row, head) -> {
            double others = shape.sharedQuery() && row > 0 ? 1 : 0; // a shared query collects from every row
            INDArray dHead = block(dScores, row, head);
            multiply(dHead, keys(k, row, head), shape.scoreScale(), others, queries(dQ, row, head));
            multiplyFirstTransposed(dHead, queries(q, row, head), shape.scoreScale(), 0, keys(dK, row, head));
        });
    }

    private void maskedSoftmaxInPlace(Tensor weights) {
        INDArray blocks = matrix(weights, (long) shape.queries() * shape.keys()); // (B * H, Tq * Tk)
        blocks.addiRowVector(mask(weights.dataType()));
        INDArray rows = matrix(weights, shape.keys()); // (B * H * Tq, Tk)
        Nd4j.exec(new SoftMax(rows, rows, 1));
    }

    /** Turns the gradient of the dropped weights into that of the scores: dS = w (dP - sum_j dP_j w_j). */
    private void dropoutAndSoftmaxBackwardInPlace(Tensor weights, Tensor gradient) {
        INDArray w = matrix(weights, shape.keys()); // (B * H * Tq, Tk)
        INDArray dP = matrix(gradient, shape.keys());
        if (Nd4jDropout.isActive(dropout)) {
            dP.muli(Nd4jDropout.factors(dropout, shape, dP.dataType()));
        }
        INDArray along = dP.mul(w).sum(1);
        dP.subi(along.reshape(along.length(), 1)).muli(w);
    }

    private Tensor dropped(Tensor weights) {
        if (!Nd4jDropout.isActive(dropout)) {
            return weights;
        }
        INDArray factors = Nd4jDropout.factors(dropout, shape, weights.dataType());
        return Tensor.over(factors.muli(matrix(weights, shape.keys())), 0, weights.shape());
    }

    /** Returns what is added to the scores, (Tq * Tk): 0 where key j &lt;= query i, else minus infinity. */
    private INDArray mask(DataType type) {
        float[] mask = new float[Math.multiplyExact(shape.queries(), shape.keys())];
        for (int query = 0; query < shape.queries(); query++) {
            int firstHidden = Math.min(query + 1, shape.keys());
            int start = query * shape.keys();
            Arrays.fill(mask, start + firstHidden, start + shape.keys(), Float.NEGATIVE_INFINITY);
        }
        return Nd4j.createFromArray(mask).castTo(type);
    }

    private interface HeadOperation {
        void run(int row, int head);
    }

    private void forEachHead(HeadOperation operation) {
        for (int row = 0; row < shape.batch(); row++) {
            for (int head = 0; head < shape.heads(); head++) {
                operation.run(row, head);
            }
        }
    }

    private INDArray queries(Tensor q, int row, int head) {
        return head(q, shape.sharedQuery() ? 0 : row, shape.queries(), head);
    }

    private INDArray outputs(Tensor out, int row, int head) {
        return head(out, row, shape.queries(), head);
    }

    private INDArray keys(Tensor k, int row, int head) {
        return head(k, row, shape.keys(), head);
    }

    private INDArray head(Tensor x, int row, int length, int head) {
        long from = (long) row * length;
        long column = (long) head * shape.headDim();
        return x.rows(from, from + length)
                .columns(column, column + shape.headDim())
                .array();
    }

    private INDArray block(Tensor weights, int row, int head) {
        long size = (long) shape.queries() * shape.keys();
        long index = (long) row * shape.heads() + head;
        return weights.slice(index * size, shape.queries(), shape.keys()).array();
    }

    private static INDArray matrix(Tensor x, long columns) {
        return x.reshape(x.length() / columns, columns).array();
    }
}
