package charlm.nn;

import charlm.tensor.Tensor;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * A named window into the flat buffer of parameters, and one into that of gradients.
 *
 * <p>{@link #shape()} is the shape of the reference's state dict, which checkpoints use; layers see a vector or a matrix,
 * whose rows are all leading dimensions together.
 */
public final class Parameter {
    private final String name;
    private final long[] shape;
    private final Initializer initializer;
    private Tensor value;
    private Supplier<Tensor> gradients;
    private long offset;
    private Tensor gradient; // null until a backward pass asks for it

    Parameter(String name, Initializer initializer, long... shape) {
        this.name = name;
        this.shape = shape.clone();
        this.initializer = initializer;
    }

    /**
     * Sets the window, {@code offset} elements into both flat buffers; {@code gradients} is called by {@link #gradient()}
     * only.
     */
    void bind(Tensor values, Supplier<Tensor> gradients, long offset) {
        value = values.slice(offset, layerShape());
        this.gradients = gradients;
        this.offset = offset;
    }

    private long[] layerShape() {
        if (shape.length <= 2) {
            return shape;
        }
        long columns = shape[shape.length - 1];
        return new long[] {length() / columns, columns};
    }

    public String name() {
        return name;
    }

    public long[] shape() {
        return shape.clone();
    }

    public long length() {
        return Tensor.product(shape);
    }

    /**
     * Returns whether weight decay applies: to every parameter whose name does not contain {@code bias}. As the reference
     * does: layer-norm gains, embeddings, positions and the basis decay too.
     */
    public boolean decays() {
        return !name.contains("bias");
    }

    Initializer initializer() {
        return initializer;
    }

    /** Returns the values, a vector or a matrix. */
    public Tensor value() {
        return value;
    }

    /** Returns the gradient of the same shape as {@link #value()}; backward passes add to it. */
    public Tensor gradient() {
        if (gradient == null) {
            gradient = gradients.get().slice(offset, layerShape());
        }
        return gradient;
    }

    @Override
    public String toString() {
        return name + Arrays.toString(shape);
    }
}
