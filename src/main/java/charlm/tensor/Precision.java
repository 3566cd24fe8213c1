package charlm.tensor;

/** In which numbers a model is trained; {@code AUTO} is FP32. */
public enum Precision {
    AUTO,
    /** Single precision throughout. */
    FP32,
    /** Activations and copies of the weights in bfloat16, everything that is summed up in single precision. */
    BF16
}
