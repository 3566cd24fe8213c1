package charlm.tensor.nd4j;

import static charlm.tensor.nd4j.Nd4jMatmul.multiply;
import static charlm.tensor.nd4j.Nd4jMatmul.multiplyFirstTransposed;
import static charlm.tensor.nd4j.Nd4jMatmul.multiplySecondTransposed;
import static charlm.tensor.nd4j.Nd4jStorage.array;

import charlm.tensor.AttentionGradients;
import charlm.tensor.AttentionShape;
import charlm.tensor.AttentionTensors;
import charlm.tensor.DropoutMask;
import charlm.tensor.PackedSequences;
import charlm.tensor.Tensor;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.ObjIntConsumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SoftMax;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Masked attention: one sequence after the other, matrix products head by head, everything between them for all heads
 * at once.
 */
final class Nd4jAttention {
    private final AttentionShape shape;
    private final DropoutMask dropout;

    Nd4jAttention(AttentionShape shape, DropoutMask dropout) {
        this.shape = shape;
        this.dropout = dropout;
    }

    void forward(AttentionTensors x, Tensor out) {
        forEachSequence(x.weights(), (ofSequence, sequence) -> {
            forEachHead(head -> multiplySecondTransposed( // (Tq, D) x (D, Tk) -> (Tq, Tk)
                    queries(x.q(), sequence, head),
                    keys(x.k(), sequence, head),
                    shape.scoreScale(),
                    0,
                    block(ofSequence, sequence, head)));
            maskedSoftmaxInPlace(sequence, array(ofSequence));
            Tensor dropped = dropped(sequence, ofSequence);
            forEachHead(head -> multiply( // (Tq, Tk) x (Tk, D) -> (Tq, D)
                    block(dropped, sequence, head), keys(x.v(), sequence, head), 1, 0, outputs(out, sequence, head)));
        });
        clearRest(shape.queries(), out);
    }

    void backward(Tensor dOut, AttentionTensors x, AttentionGradients gradients) {
        if (shape.sharedQuery()) {
            array(gradients.dQ()).assign(0);
        }
        forEachSequence(x.weights(), (ofSequence, sequence) -> {
            Tensor dScores = Nd4jStorage.tensor(
                    Nd4j.createUninitialized(array(ofSequence).dataType(), ofSequence.shape()), 0, ofSequence.shape());
            // forward: out = dropped v
            Tensor dropped = dropped(sequence, ofSequence);
            forEachHead(head -> {
                INDArray dHead = outputs(dOut, sequence, head);
                multiplyFirstTransposed(
                        block(dropped, sequence, head), dHead, 1, 0, keys(gradients.dV(), sequence, head));
                multiplySecondTransposed(dHead, keys(x.v(), sequence, head), 1, 0, block(dScores, sequence, head));
            });
            // forward: dropped = dropout(softmax(scores)), scores = q kᵀ / sqrt D
            dropoutAndSoftmaxBackwardInPlace(sequence, array(ofSequence), array(dScores));
            forEachHead(head -> {
                double others = shape.sharedQuery() ? 1 : 0; // a shared query's gradient is the sum over the sequences
                INDArray dHead = block(dScores, sequence, head);
                multiply(
                        dHead,
                        keys(x.k(), sequence, head),
                        shape.scoreScale(),
                        others,
                        queries(gradients.dQ(), sequence, head));
                multiplyFirstTransposed(
                        dHead,
                        queries(x.q(), sequence, head),
                        shape.scoreScale(),
                        0,
                        keys(gradients.dK(), sequence, head));
            });
        });
        clearRest(shape.keys(), gradients.dK());
        clearRest(shape.keys(), gradients.dV());
        if (!shape.sharedQuery()) {
            clearRest(shape.queries(), gradients.dQ());
        }
    }

    private static void clearRest(PackedSequences sequences, Tensor matrix) {
        Nd4jRows.clearFrom(matrix, sequences.positions());
    }

    /** @param weights of one sequence, (H * Tq, Tk) */
    private void maskedSoftmaxInPlace(int sequence, INDArray weights) {
        INDArray blocks = weights.reshape('c', shape.heads(), weights.length() / shape.heads()); // (H, Tq * Tk)
        blocks.addiRowVector(mask(sequence, weights.dataType()));
        Nd4j.exec(new SoftMax(weights, weights, 1));
    }

    /** Turns the gradient of the dropped weights into that of the scores: dS = w (dP - sum_j dP_j w_j). */
    private void dropoutAndSoftmaxBackwardInPlace(int sequence, INDArray w, INDArray dP) {
        if (Nd4jDropout.isActive(dropout)) {
            dP.muli(Nd4jDropout.factors(dropout, shape, sequence, dP.dataType()));
        }
        INDArray along = dP.mul(w).sum(1);
        dP.subi(along.reshape(along.length(), 1)).muli(w);
    }

    private Tensor dropped(int sequence, Tensor weights) {
        if (!Nd4jDropout.isActive(dropout)) {
            return weights;
        }
        INDArray factors =
                Nd4jDropout.factors(dropout, shape, sequence, array(weights).dataType());
        return Nd4jStorage.tensor(factors.muli(array(weights)), 0, weights.shape());
    }

    /** Returns what is added to the scores, (Tq * Tk): 0 where key j &lt;= position i, else minus infinity. */
    private INDArray mask(int sequence, DataType type) {
        int queries = shape.queries().length(sequence);
        int keys = shape.keys().length(sequence);
        float[] mask = new float[Math.multiplyExact(queries, keys)];
        for (int query = 0; query < queries; query++) {
            int firstHidden = Math.min(shape.queries().firstPosition(sequence) + query + 1, keys);
            int start = query * keys;
            Arrays.fill(mask, start + firstHidden, start + keys, Float.NEGATIVE_INFINITY);
        }
        return Nd4j.createFromArray(mask).castTo(type);
    }

    private void forEachSequence(Tensor weights, ObjIntConsumer<Tensor> operation) {
        long from = 0;
        for (int sequence = 0; sequence < shape.batch(); sequence++) {
            int keys = shape.keys().length(sequence);
            int count = shape.weightsOf(sequence);
            operation.accept(weights.slice(from, count / keys, keys), sequence); // (H * Tq, Tk)
            from += count;
        }
    }

    private void forEachHead(IntConsumer operation) {
        for (int head = 0; head < shape.heads(); head++) {
            operation.accept(head);
        }
    }

    private INDArray queries(Tensor q, int sequence, int head) {
        return head(
                q,
                shape.sharedQuery() ? 0 : shape.queries().start(sequence),
                shape.queries().length(sequence),
                head);
    }

    private INDArray outputs(Tensor out, int sequence, int head) {
        return head(out, shape.queries().start(sequence), shape.queries().length(sequence), head);
    }

    private INDArray keys(Tensor k, int sequence, int head) {
        return head(k, shape.keys().start(sequence), shape.keys().length(sequence), head);
    }

    private INDArray head(Tensor x, int from, int length, int head) {
        long column = (long) head * shape.headDim();
        return array(x.rows(from, (long) from + length).columns(column, column + shape.headDim()));
    }

    /** Returns one head's (Tq, Tk) of a sequence's (H * Tq, Tk). */
    private INDArray block(Tensor ofSequence, int sequence, int head) {
        long queries = shape.queries().length(sequence);
        return array(ofSequence.rows(head * queries, (head + 1) * queries));
    }
}
