package charlm.train;

import charlm.nn.Parameter;
import charlm.tensor.Tensor;

/**
 * The buffers that an update reads and writes, in one layout.
 *
 * @param gradients summed over the workers
 */
record FlatBuffers(Tensor values, Tensor gradients, Tensor firstMoments, Tensor secondMoments) {
    /** Returns the same elements of each. */
    FlatBuffers slice(long from, long... shape) {
        return new FlatBuffers(
                values.slice(from, shape),
                gradients.slice(from, shape),
                firstMoments.slice(from, shape),
                secondMoments.slice(from, shape));
    }

    /** Returns the elements of {@code parameter} in each, in its shape. */
    FlatBuffers of(Parameter parameter) {
        return slice(
                parameter.value().offset() - values.offset(), parameter.value().shape());
    }
}
