package charlm.tensor;

/** The number format of training. */
public enum Precision {
    /** BF16 where the processor multiplies that much faster, else FP32; see {@link Engines#resolve}. */
    AUTO,
    /** Single precision throughout. */
    FP32,
    /** Activations and copies of the weights in bfloat16, everything that is summed up in single precision. */
    BF16
}
