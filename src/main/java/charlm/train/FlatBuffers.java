package charlm.train;

import charlm.nn.Parameter;
import charlm.tensor.Tensor;

/**
 * What an update reads and writes, laid out alike.
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

    /** Returns the place of {@code parameter} in each, in its shape. */
    FlatBuffers of(Parameter parameter) {
        return slice(
                parameter.value().offset() - values.offset(), parameter.value().shape());
    }
}
