package charlm.tensor.onednn;

import charlm.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** What to add to scores, as (1, 1, Tq, Tk): 0 where key j &lt;= query i, else what the reference puts there. */
final class CausalMasks {
    private static final float MASKED_SCORE = -1e10f; // exp of it is 0 whatever the true score was

    private final List<Tensor> masks = new ArrayList<>();

    Tensor of(int queries, int keys) {
        for (int i = 0; i < masks.size(); i++) {
            if (masks.get(i).hasShape(1, 1, queries, keys)) {
                return masks.get(i);
            }
        }
        float[] addend = new float[queries * keys];
        for (int i = 0; i < queries; i++) {
            for (int j = i + 1; j < keys; j++) {
                addend[i * keys + j] = MASKED_SCORE;
            }
        }
        Tensor mask = Tensor.over(Nd4j.create(DataType.FLOAT, addend.length), 0, 1, 1, queries, keys);
        masks.add(mask.set(addend));
        return mask;
    }
}
