package charlm.nn;

import charlm.tensor.Tensor;
import java.util.function.Supplier;

/** Parameters that are neighbours in the flat buffer, seen as one (their rows one below the other). */
final class FusedParameter {
    private final Parameter[] parts;
    private final Parameter whole;

    FusedParameter(Parameter... parts) {
        this.parts = parts.clone();
        long[] shape = parts[0].shape();
        StringBuilder name = new StringBuilder(parts[0].name());
        for (int i = 1; i < parts.length; i++) {
            shape[0] += parts[i].shape()[0];
            name.append('+').append(parts[i].name());
        }
        whole = new Parameter(name.toString(), Initializer.ZEROS, shape);
    }

    Parameter whole() {
        return whole;
    }

    void bind(Tensor values, Supplier<Tensor> gradients) {
        long start = parts[0].value().offset();
        long next = start;
        for (Parameter part : parts) {
            if (part.value().offset() != next) {
                throw new IllegalStateException(whole.name() + " are not neighbours in the flat buffer");
            }
            next += part.length();
        }
        whole.bind(values, gradients, start - values.offset());
    }
}
