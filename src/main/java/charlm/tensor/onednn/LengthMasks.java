package charlm.tensor.onednn;

import charlm.tensor.Tensor;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;

/** What to add to scores over a rounded length, as (1, 1, rounded): 0 within the length, and behind it what hides. */
final class LengthMasks {
    private static final float MASKED_SCORE = -1e10f;

    private Tensor[] masks = {};

    Tensor of(int length, int rounded) {
        if (masks.length <= length) {
            masks = Arrays.copyOf(masks, length + 1);
        }
        Tensor known = masks[length];
        if (known == null || known.dim(2) != rounded) {
            float[] addend = new float[rounded];
            Arrays.fill(addend, length, rounded, MASKED_SCORE);
            known = AlignedMemory.allocate(DataType.FLOAT, 1, 1, rounded)
                    .set(addend);
            masks[length] = known;
        }
        return known;
    }
}
