package charlm.tensor.nd4j;

import static charlm.tensor.nd4j.Nd4jStorage.array;

import charlm.tensor.AttentionShape;
import charlm.tensor.DropoutMask;
import charlm.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Dropout masks as arrays of factors, 0 or {@link DropoutMask#scale()}. */
final class Nd4jDropout {
    private Nd4jDropout() {}

    static boolean isActive(DropoutMask mask) {
        return mask != null && mask.isActive();
    }

    /** Returns x * mask * scale as a new array, or x itself when nothing is dropped. */
    static INDArray apply(Tensor x, DropoutMask mask) {
        if (!isActive(mask)) {
            return array(x);
        }
        return factors(mask, Math.toIntExact(x.dim(0)), Math.toIntExact(x.dim(1)), array(x).dataType())
                .muli(array(x));
    }

    /** Returns the factors of activations (rows, columns). */
    private static INDArray factors(DropoutMask mask, int rows, int columns, DataType type) {
        float[] factors = new float[Math.multiplyExact(rows, columns)];
        for (int row = 0; row < rows; row++) {
            fill(factors, row * columns, columns, mask, mask.positionKey(row));
        }
        return upload(factors, rows, columns, type);
    }

    /** Returns the factors of the attention weights of {@code row} as a matrix (H * Tq, Tk). */
    static INDArray factors(DropoutMask mask, AttentionShape shape, int row, DataType type) {
        int queries = shape.queries().length(row);
        int keys = shape.keys().length(row);
        float[] factors = new float[shape.weightsOf(row)];
        for (int head = 0; head < shape.heads(); head++) {
            for (int query = 0; query < queries; query++) {
                int position = shape.queries().firstPosition(row) + query;
                int key = mask.unitKey(row, DropoutMask.attentionUnit(head, position));
                fill(factors, (head * queries + query) * keys, keys, mask, key);
            }
        }
        return upload(factors, (long) shape.heads() * queries, keys, type);
    }

    private static void fill(float[] factors, int from, int count, DropoutMask mask, int unitKey) {
        int threshold = mask.threshold();
        float scale = mask.scale();
        for (int i = 0; i < count; i++) {
            factors[from + i] = DropoutMask.hash(unitKey, i) >= threshold ? scale : 0;
        }
    }

    private static INDArray upload(float[] factors, long rows, long columns, DataType type) {
        return Nd4j.createFromArray(factors).castTo(type).reshape('c', rows, columns);
    }
}
