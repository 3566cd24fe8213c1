package charlm.checkpoint.safetensors;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Counts the values of one tensor that are NaN or infinite in float32, those of a float64 beyond its range included. */
public final class FiniteCheck {
    private final long[] shape;
    private long seen;
    private long count;
    private long first;
    private float firstValue;

    /** Starts at the beginning of a tensor of {@code shape}. */
    FiniteCheck(long[] shape) {
        this.shape = shape;
    }

    /** Takes the next value, row by row. */
    void add(float value) {
        if (!Float.isFinite(value) && count++ == 0) {
            first = seen;
            firstValue = value;
        }
        seen++;
    }

    /** Returns what is wrong with the values so far, if anything: count, first value and its index. */
    Optional<String> problem() {
        if (count == 0) {
            return Optional.empty();
        }
        return Optional.of(count + " of " + seen + " values NaN or infinite in float32, the first " + firstValue
                + " at " + Arrays.toString(index()));
    }

    private long[] index() {
        long[] index = new long[shape.length];
        long rest = first;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            index[axis] = rest % shape[axis];
            rest /= shape[axis];
        }
        return index;
    }

    /** Returns what is wrong with the values of {@code tensor}, if anything. */
    public static Optional<String> problem(NamedTensor tensor) {
        FiniteCheck check = new FiniteCheck(tensor.shape());
        for (float value : tensor.values()) {
            check.add(value);
        }
        return check.problem();
    }

    /** Throws {@link CheckpointException} that names the first tensor with such a value. */
    public static void require(Path file, List<NamedTensor> tensors) {
        for (NamedTensor tensor : tensors) {
            problem(tensor).ifPresent(problem -> {
                throw new CheckpointException(
                        file,
                        "tensor " + tensor.name() + " has " + problem
                                + "; its training diverged or it is damaged, use another checkpoint");
            });
        }
    }
}
