package charlm.tensor.onednn;

import charlm.tensor.Tensor;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;

/** Dense stand-ins for matrices with wide row strides, for primitives that cannot read those; dense ones are themselves. */
final class DenseCopies {
    private static final int COUNT = 7;

    private final Conversions conversions;
    private final Map<DataType, Scratch[]> scratch = new EnumMap<>(DataType.class);

    DenseCopies(Conversions conversions) {
        this.conversions = conversions;
    }

    private Tensor standIn(int number, Tensor x) {
        Scratch[] ofType = scratch.computeIfAbsent(
                x.dataType(),
                type -> Stream.generate(() -> new Scratch(type)).limit(COUNT).toArray(Scratch[]::new));
        return ofType[number].matrix(x.dim(0), x.dim(1));
    }

    /** Returns {@code x} or a dense copy of it in stand-in {@code number}. */
    Tensor input(int number, Tensor x) {
        if (x.isContiguous()) {
            return x;
        }
        Tensor copy = standIn(number, x);
        conversions.convert(x, copy);
        return copy;
    }

    /** Returns {@code x} or dense stand-in {@code number} to write to before {@link #finish}. */
    Tensor output(int number, Tensor x) {
        return x.isContiguous() ? x : standIn(number, x);
    }

    /** Copies what was written to a stand-in to where it belongs. */
    void finish(Tensor written, Tensor x) {
        if (written != x) {
            conversions.convert(written, x);
        }
    }
}
