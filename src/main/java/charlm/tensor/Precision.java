package charlm.tensor;

/** In which numbers a model is trained; {@code AUTO} takes the fastest that keeps the quality, today FP32. */
public enum Precision {
    AUTO,
    FP32
}
