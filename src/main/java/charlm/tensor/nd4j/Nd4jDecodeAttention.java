package charlm.tensor.nd4j;

import static charlm.tensor.nd4j.Nd4jStorage.array;

import charlm.tensor.KeyValueWeights;
import charlm.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SoftMax;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Attention of a decode step, one sequence after the other, all heads at once. A query is multiplied once with the key
 * weights, instead of every cached position.
 */
final class Nd4jDecodeAttention {
    private Nd4jDecodeAttention() {}

    static void attend(int heads, Tensor q, KeyValueWeights weights, Tensor cache, int length, Tensor out) {
        long batch = q.dim(0);
        long width = q.dim(1);
        long headDim = width / heads;
        long capacity = cache.dim(0) / batch;
        INDArray queries = Nd4j.create(array(q).dataType(), heads, batch, width);
        INDArray mixed = Nd4j.create(array(q).dataType(), heads, batch, width);
        for (int head = 0; head < heads; head++) {
            long from = head * headDim;
            INDArray key = array(weights.key().rows(from, from + headDim)); // (D, C)
            Nd4jMatmul.multiply(array(q.columns(from, from + headDim)).dup('c'), key, 1, 0, queries.slice(head));
        }
        for (long sequence = 0; sequence < batch; sequence++) {
            INDArray read = array(cache.rows(sequence * capacity, sequence * capacity + length)); // (L, C)
            INDArray query = Nd4j.create(array(q).dataType(), heads, width);
            for (int head = 0; head < heads; head++) {
                query.putRow(head, queries.slice(head).getRow(sequence));
            }
            INDArray shares = Nd4j.create(array(q).dataType(), heads, length);
            Nd4jMatmul.multiplySecondTransposed(query, read, 1 / Math.sqrt(headDim), 0, shares);
            Nd4j.exec(new SoftMax(shares, shares, 1)); // over the positions
            INDArray sums = Nd4j.create(array(q).dataType(), heads, width);
            Nd4jMatmul.multiply(shares, read, 1, 0, sums);
            for (int head = 0; head < heads; head++) {
                mixed.slice(head).putRow(sequence, sums.getRow(head));
            }
        }
        for (int head = 0; head < heads; head++) {
            long from = head * headDim;
            INDArray value = array(weights.value().rows(from, from + headDim)); // (D, C)
            INDArray part = Nd4j.create(array(q).dataType(), batch, headDim);
            Nd4jMatmul.multiplySecondTransposed(mixed.slice(head), value, 1, 0, part);
            INDArray bias = array(weights.valueBias().slice(from, headDim));
            array(out.columns(from, from + headDim)).assign(part.addiRowVector(bias));
        }
    }
}
