package charlm.tensor.nd4j;

import charlm.tensor.AttentionShape;
import charlm.tensor.DropoutMask;
import charlm.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Masked attention, one row of the batch and one head at a time. */
final class Nd4jAttention {
    /** What the reference sets masked scores to; exp of it is 0 in every precision. */
    private static final double MASKED_SCORE = -1e10;

    void forward(AttentionShape shape, Tensor q, Tensor k, Tensor v, DropoutMask dropout, Tensor weights, Tensor out) {
        INDArray mask = maskedScores(shape, q);
        for (int row = 0; row < shape.batch(); row++) {
            for (int head = 0; head < shape.heads(); head++) {
                INDArray query = block(q, shape.sharedQuery() ? 0 : row, shape.queries(), head, shape);
                INDArray key = block(k, row, shape.keys(), head, shape);
                INDArray value = block(v, row, shape.keys(), head, shape);
                INDArray scores = Nd4j.matmul(query, key, false, true, false); // (Tq, D) x (D, Tk) -> (Tq, Tk)
                INDArray softmax = softmax(scores.muli(shape.scoreScale()).addi(mask));
                headWeights(weights, shape, row, head).assign(softmax);
                if (dropout != null) {
                    softmax.muli(Nd4jDropout.weights(shape, dropout, row, head, q.dataType()));
                }
                block(out, row, shape.queries(), head, shape).assign(Nd4j.matmul(softmax, value));
            }
        }
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
        if (shape.sharedQuery()) {
            dQ.array().assign(0);
        }
        for (int row = 0; row < shape.batch(); row++) {
            for (int head = 0; head < shape.heads(); head++) {
                INDArray factors =
                        dropout == null ? null : Nd4jDropout.weights(shape, dropout, row, head, q.dataType());
                INDArray softmax = headWeights(weights, shape, row, head);
                INDArray dHead = block(dOut, row, shape.queries(), head, shape);
                // forward: out = dropped v
                INDArray dropped = factors == null ? softmax : softmax.mul(factors);
                block(dV, row, shape.keys(), head, shape)
                        .assign(Nd4j.matmul(dropped, dHead, true, false, false));
                INDArray value = block(v, row, shape.keys(), head, shape);
                INDArray dWeights = Nd4j.matmul(dHead, value, false, true, false);
                // forward: dropped = softmax * factors
                INDArray dSoftmax = factors == null ? dWeights : dWeights.muli(factors);
                INDArray dScores = softmaxBackward(softmax, dSoftmax).muli(shape.scoreScale());
                // forward: scores = q kᵀ * scale
                INDArray key = block(k, row, shape.keys(), head, shape);
                addQueryGradient(shape, dQ, row, head, Nd4j.matmul(dScores, key));
                INDArray query = block(q, shape.sharedQuery() ? 0 : row, shape.queries(), head, shape);
                block(dK, row, shape.keys(), head, shape)
                        .assign(Nd4j.matmul(dScores, query, true, false, false));
            }
        }
    }

    private static void addQueryGradient(AttentionShape shape, Tensor dQ, int row, int head, INDArray gradient) {
        if (shape.sharedQuery()) {
            block(dQ, 0, shape.queries(), head, shape).addi(gradient);
        } else {
            block(dQ, row, shape.queries(), head, shape).assign(gradient);
        }
    }

    /** Returns the (length, D) part of a (B*length, C) matrix that belongs to one row and one head. */
    private static INDArray block(Tensor matrix, int row, int length, int head, AttentionShape shape) {
        long firstColumn = (long) head * shape.headDim();
        return matrix.rows((long) row * length, (long) (row + 1) * length)
                .columns(firstColumn, firstColumn + shape.headDim())
                .array();
    }

    private static INDArray headWeights(Tensor weights, AttentionShape shape, int row, int head) {
        long size = (long) shape.queries() * shape.keys();
        return weights.slice(((long) row * shape.heads() + head) * size, shape.queries(), shape.keys())
                .array();
    }

    /** Returns what to add to the scores (Tq, Tk): 0 where key j &lt;= query i, else {@link #MASKED_SCORE}. */
    private static INDArray maskedScores(AttentionShape shape, Tensor like) {
        double[][] addend = new double[shape.queries()][shape.keys()];
        for (int i = 0; i < shape.queries(); i++) {
            for (int j = i + 1; j < shape.keys(); j++) {
                addend[i][j] = MASKED_SCORE;
            }
        }
        return Nd4j.createFromArray(addend).castTo(like.dataType());
    }

    private static INDArray softmax(INDArray scores) {
        INDArray shifted = scores.subiColumnVector(scores.max(1));
        Transforms.exp(shifted, false);
        return shifted.diviColumnVector(shifted.sum(1));
    }

    /** Returns softmax * (dSoftmax - sum(softmax * dSoftmax)), row by row. */
    private static INDArray softmaxBackward(INDArray softmax, INDArray dSoftmax) {
        INDArray inner = softmax.mul(dSoftmax).sum(1);
        return dSoftmax.subiColumnVector(inner).muli(softmax);
    }
}
