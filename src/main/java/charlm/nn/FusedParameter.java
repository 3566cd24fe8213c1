package charlm.nn;

import charlm.tensor.Tensor;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Parameters that are neighbours in the flat buffer, seen as one: their rows one below the other. */
record FusedParameter(Parameter whole, List<Parameter> parts) {
    static FusedParameter of(Parameter... parts) {
        long[] shape = parts[0].shape();
        shape[0] = List.of(parts).stream().mapToLong(part -> part.shape()[0]).sum();
        String name = List.of(parts).stream().map(Parameter::name).collect(Collectors.joining("+"));
        return new FusedParameter(new Parameter(name, Initializer.ZEROS, shape), List.of(parts));
    }

    void bind(Tensor values, Supplier<Tensor> gradients) {
        long start = parts.get(0).value().offset();
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
