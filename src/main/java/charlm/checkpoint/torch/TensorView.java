package charlm.checkpoint.torch;

import charlm.checkpoint.safetensors.ElementType;
import charlm.checkpoint.safetensors.NamedTensor;

/** A tensor as a view of a storage; offset and strides in elements of {@code type}. */
record TensorView(Storage storage, ElementType type, long offset, long[] shape, long[] strides) {

    /** Returns how many elements it has; throws {@link ArithmeticException} where that overflows. */
    long elements() {
        return NamedTensor.elements(shape);
    }

    /** Throws {@link PickleException} unless every element lies in the storage. */
    void requireInside() {
        long stored = storage.bytes() / type.bytes();
        try {
            // A view with stride 0 could claim far more elements than are stored.
            if (offset >= 0 && reach() <= stored && elements() <= stored) {
                return;
            }
        } catch (ArithmeticException e) {
            // Numbers beyond 2^63 cannot lie in any storage; the message below says so.
        }
        throw new PickleException("a tensor of shape " + NamedTensor.describe(shape) + " at " + offset
                + " does not lie in its storage of " + stored + " elements");
    }

    /** Returns one past the last element that the view reaches. */
    private long reach() {
        long last = offset;
        for (int axis = 0; axis < shape.length; axis++) {
            if (shape[axis] == 0) {
                return 0;
            }
            last = Math.addExact(last, Math.multiplyExact(shape[axis] - 1, strides[axis]));
        }
        return Math.addExact(last, 1);
    }
}
