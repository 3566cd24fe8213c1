package charlm.tensor.nd4j;

import charlm.tensor.AttentionShape;
import charlm.tensor.DropoutMask;
import charlm.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Dropout masks as arrays of 0 and 1 / (1 - rate). */
final class Nd4jDropout {
    private Nd4jDropout() {}

    /** Returns the factors of activations like {@code x} (B * positions, C), or null without a mask. */
    static INDArray activations(Tensor x, int positions, DropoutMask mask) {
        if (mask == null) {
            return null;
        }
        int rows = Math.toIntExact(x.dim(0));
        int width = Math.toIntExact(x.dim(1));
        float[] factors = new float[rows * width];
        for (int row = 0; row < rows; row++) {
            fill(mask, mask.unitKey(row / positions, row % positions), factors, row * width, width);
        }
        return shaped(factors, x.dataType(), rows, width);
    }

    /** Returns the factors (Tq, Tk) of the attention weights of one row and one head. */
    static INDArray weights(AttentionShape shape, DropoutMask mask, int row, int head, DataType type) {
        float[] factors = new float[shape.queries() * shape.keys()];
        for (int query = 0; query < shape.queries(); query++) {
            int unitKey = mask.unitKey(row, DropoutMask.attentionUnit(head, query));
            fill(mask, unitKey, factors, query * shape.keys(), shape.keys());
        }
        return shaped(factors, type, shape.queries(), shape.keys());
    }

    private static void fill(DropoutMask mask, int unitKey, float[] factors, int from, int count) {
        for (int i = 0; i < count; i++) {
            factors[from + i] = mask.keeps(unitKey, i) ? mask.scale() : 0;
        }
    }

    private static INDArray shaped(float[] factors, DataType type, int rows, int columns) {
        return Nd4j.createFromArray(factors).castTo(type).reshape('c', rows, columns);
    }
}
