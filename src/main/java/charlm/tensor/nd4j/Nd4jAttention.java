package charlm.tensor.nd4j;

import static charlm.tensor.nd4j.Nd4jMatmul.multiply;
import static charlm.tensor.nd4j.Nd4jMatmul.multiplyFirstTransposed;
import static charlm.tensor.nd4j.Nd4jMatmul.multiplySecondTransposed;

import charlm.tensor.AttentionGradients;
import charlm.tensor.AttentionShape;
import charlm.tensor.AttentionTensors;
import charlm.tensor.DropoutMask;
import charlm.tensor.PackedSequences;
import charlm.tensor.Tensor;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SoftMax;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Masked attention: row by row of the batch, matrix products head by head, everything between them for all heads at
 * once.
 */
final class Nd4jAttention {
    private final AttentionShape shape;
    private final DropoutMask dropout;

    Nd4jAttention(AttentionShape shape, DropoutMask dropout) {
        this.shape = shape;
        this.dropout = dropout;
    }

    void forward(AttentionTensors x, Tensor out) {
        forEachRow(x.weights(), (row, ofRow) -> {
            forEachHead(head -> multiplySecondTransposed( // (Tq, D) x (D, Tk) -> (Tq, Tk)
                    queries(x.q(), row, head), keys(x.k(), row, head), shape.scoreScale(), 0, block(ofRow, row, head)));
            maskedSoftmaxInPlace(row, ofRow.array());
            Tensor dropped = dropped(row, ofRow);
            forEachHead(head -> multiply( // (Tq, Tk) x (Tk, D) -> (Tq, D)
                    block(dropped, row, head), keys(x.v(), row, head), 1, 0, outputs(out, row, head)));
        });
        clearRest(shape.queries(), out);
    }

    void backward(Tensor dOut, AttentionTensors x, AttentionGradients gradients) {
        if (shape.sharedQuery()) {
            gradients.dQ().array().assign(0);
        }
        forEachRow(x.weights(), (row, ofRow) -> {
            Tensor dScores = Tensor.over(Nd4j.createUninitialized(ofRow.dataType(), ofRow.shape()), 0, ofRow.shape());
            // forward: out = dropped v
            Tensor dropped = dropped(row, ofRow);
            forEachHead(head -> {
                INDArray dHead = outputs(dOut, row, head);
                multiplyFirstTransposed(block(dropped, row, head), dHead, 1, 0, keys(gradients.dV(), row, head));
                multiplySecondTransposed(dHead, keys(x.v(), row, head), 1, 0, block(dScores, row, head));
            });
            // forward: dropped = dropout(softmax(scores)), scores = q kᵀ / sqrt D
            dropoutAndSoftmaxBackwardInPlace(row, ofRow.array(), dScores.array());
            forEachHead(head -> {
                double others = shape.sharedQuery() ? 1 : 0; // a shared query collects from every row
                INDArray dHead = block(dScores, row, head);
                multiply(dHead, keys(x.k(), row, head), shape.scoreScale(), others, queries(gradients.dQ(), row, head));
                multiplyFirstTransposed(
                        dHead, queries(x.q(), row, head), shape.scoreScale(), 0, keys(gradients.dK(), row, head));
            });
        });
        clearRest(shape.keys(), gradients.dK());
        clearRest(shape.keys(), gradients.dV());
        if (!shape.sharedQuery()) {
            clearRest(shape.queries(), gradients.dQ());
        }
    }

    private static void clearRest(PackedSequences rows, Tensor matrix) {
        Nd4jRows.clearFrom(matrix, rows.positions());
    }

    /** @param weights of one row, (H * Tq, Tk) */
    private void maskedSoftmaxInPlace(int row, INDArray weights) {
        INDArray blocks = weights.reshape('c', shape.heads(), weights.length() / shape.heads()); // (H, Tq * Tk)
        blocks.addiRowVector(mask(row, weights.dataType()));
        Nd4j.exec(new SoftMax(weights, weights, 1));
    }

    /** Turns the gradient of the dropped weights into that of the scores: dS = w (dP - sum_j dP_j w_j). */
    private void dropoutAndSoftmaxBackwardInPlace(int row, INDArray w, INDArray dP) {
        if (Nd4jDropout.isActive(dropout)) {
            dP.muli(Nd4jDropout.factors(dropout, shape, row, dP.dataType()));
        }
        INDArray along = dP.mul(w).sum(1);
        dP.subi(along.reshape(along.length(), 1)).muli(w);
    }

    private Tensor dropped(int row, Tensor weights) {
        if (!Nd4jDropout.isActive(dropout)) {
            return weights;
        }
        INDArray factors = Nd4jDropout.factors(dropout, shape, row, weights.dataType());
        return Tensor.over(factors.muli(weights.array()), 0, weights.shape());
    }

    /** Returns what is added to the scores, (Tq * Tk): 0 where key j &lt;= position i, else minus infinity. */
    private INDArray mask(int row, DataType type) {
        int queries = shape.queries().length(row);
        int keys = shape.keys().length(row);
        float[] mask = new float[Math.multiplyExact(queries, keys)];
        for (int query = 0; query < queries; query++) {
            int firstHidden = Math.min(shape.queries().firstPosition(row) + query + 1, keys);
            int start = query * keys;
            Arrays.fill(mask, start + firstHidden, start + keys, Float.NEGATIVE_INFINITY);
        }
        return Nd4j.createFromArray(mask).castTo(type);
    }

    private interface RowOperation {
        /** @param weights of that row, (H * Tq, Tk) */
        void run(int row, Tensor weights);
    }

    private void forEachRow(Tensor weights, RowOperation operation) {
        long from = 0;
        for (int row = 0; row < shape.batch(); row++) {
            int keys = shape.keys().length(row);
            int count = shape.weightsOf(row);
            operation.run(row, weights.slice(from, count / keys, keys));
            from += count;
        }
    }

    private interface HeadOperation {
        void run(int head);
    }

    private void forEachHead(HeadOperation operation) {
        for (int head = 0; head < shape.heads(); head++) {
            operation.run(head);
        }
    }

    private INDArray queries(Tensor q, int row, int head) {
        return head(
                q,
                shape.sharedQuery() ? 0 : shape.queries().start(row),
                shape.queries().length(row),
                head);
    }

    private INDArray outputs(Tensor out, int row, int head) {
        return head(out, shape.queries().start(row), shape.queries().length(row), head);
    }

    private INDArray keys(Tensor k, int row, int head) {
        return head(k, shape.keys().start(row), shape.keys().length(row), head);
    }

    private INDArray head(Tensor x, int from, int length, int head) {
        long column = (long) head * shape.headDim();
        return x.rows(from, (long) from + length)
                .columns(column, column + shape.headDim())
                .array();
    }

    /** Returns one head's (Tq, Tk) of a row's (H * Tq, Tk). */
    private INDArray block(Tensor ofRow, int row, int head) {
        long queries = shape.queries().length(row);
        return ofRow.rows(head * queries, (head + 1) * queries).array();
    }
}
