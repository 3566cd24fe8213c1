package charlm.tensor.onednn;

import charlm.tensor.NumberType;
import charlm.tensor.Tensor;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Numbered matrices that stand in for others: dense ones for primitives that cannot read wide row strides, and ones in
 * single precision for loops that write floats. A matrix that is fine as it is stands for itself.
 */
final class StandIns {
    private static final int COUNT = 7;

    private final Conversions conversions;
    private final Map<NumberType, Scratch[]> memory = new EnumMap<>(NumberType.class);

    StandIns(Conversions conversions) {
        this.conversions = conversions;
    }

    /** Returns {@code x} or a dense copy of it. */
    Tensor dense(int number, Tensor x) {
        Tensor copy = denseOutput(number, x);
        finish(x, copy);
        return copy;
    }

    /** Returns {@code x} or a dense matrix to write to before {@link #finish}. */
    Tensor denseOutput(int number, Tensor x) {
        return x.isContiguous() ? x : matrix(number, x.dataType(), x);
    }

    /** Returns {@code x} or a matrix in single precision to write to before {@link #finish}. */
    Tensor fullOutput(int number, Tensor x) {
        return x.dataType() == NumberType.FLOAT ? x : matrix(number, NumberType.FLOAT, x);
    }

    /** Copies what was written to a stand-in to where it belongs. */
    void finish(Tensor written, Tensor x) {
        if (written != x) {
            conversions.convert(written, x);
        }
    }

    private Tensor matrix(int number, NumberType type, Tensor x) {
        Scratch[] ofType = memory.computeIfAbsent(
                type,
                key -> Stream.generate(() -> new Scratch(key)).limit(COUNT).toArray(Scratch[]::new));
        return ofType[number].matrix(x.dim(0), x.dim(1));
    }
}
