package charlm.tensor;

/** The number formats of tensors. */
public enum NumberType {
    FLOAT(Float.BYTES),
    DOUBLE(Double.BYTES),
    /** The upper half of a FLOAT. */
    BFLOAT16(Short.BYTES),
    /** From 0 to 255. */
    UINT8(Byte.BYTES);

    private final int width;

    NumberType(int width) {
        this.width = width;
    }

    /** Returns the size of a number in bytes. */
    public int width() {
        return width;
    }
}
