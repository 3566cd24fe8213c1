package charlm.tensor.nd4j;

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
    static INDArray apply(Tensor x, int positions, DropoutMask mask) {
        if (!isActive(mask)) {
            return x.array();
        }
        int rows = Math.toIntExact(x.dim(0) / positions);
        return factors(mask, rows, positions, Math.toIntExact(x.dim(1)), x.dataType())
                .muli(x.array());
    }

    /** Returns the factors of activations of {@code rows * positions} rows and {@code columns} columns. */
    private static INDArray factors(DropoutMask mask, int rows, int positions, int columns, DataType type) {
        float[] factors = new float[Math.multiplyExact(Math.multiplyExact(rows, positions), columns)];
        for (int row = 0, from = 0; row < rows; row++) {
            for (int position = 0; position < positions; position++, from += columns) {
                fill(factors, from, columns, mask, mask.unitKey(row, position));
            }
        }
        return upload(factors, (long) rows * positions, columns, type);
    }

    /** Returns the factors of attention weights as a matrix (B * H * Tq, Tk). */
    static INDArray factors(DropoutMask mask, AttentionShape shape, DataType type) {
        int rows = shape.batch() * shape.heads() * shape.queries();
        float[] factors = new float[Math.multiplyExact(rows, shape.keys())];
        int from = 0;
        for (int row = 0; row < shape.batch(); row++) {
            for (int head = 0; head < shape.heads(); head++) {
                for (int query = 0; query < shape.queries(); query++, from += shape.keys()) {
                    int key = mask.unitKey(row, DropoutMask.attentionUnit(head, query));
                    fill(factors, from, shape.keys(), mask, key);
                }
            }
        }
        return upload(factors, rows, shape.keys(), type);
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
