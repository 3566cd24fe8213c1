package charlm.checkpoint.safetensors;

import java.nio.ByteBuffer;

/** The types of stored elements and how each becomes a float. */
public enum ElementType {
    F64(Double.BYTES, bytes -> (float) bytes.getDouble()),
    F32(Float.BYTES, ByteBuffer::getFloat),
    F16(Short.BYTES, bytes -> halfToFloat(bytes.getShort())),
    BF16(Short.BYTES, bytes -> Float.intBitsToFloat(bytes.getShort() << Short.SIZE)),
    I64(Long.BYTES, ByteBuffer::getLong),
    I32(Integer.BYTES, ByteBuffer::getInt);

    private static final int HALF_MANTISSA_BITS = 10;
    private static final int HALF_EXPONENT_MASK = 0x1f;
    private static final int HALF_MANTISSA_MASK = 0x3ff;
    private static final int HALF_SIGN_MASK = 0x8000;
    private static final int FLOAT_MANTISSA_BITS = 23;
    private static final int FLOAT_EXPONENT_BIAS = 127;
    private static final int HALF_EXPONENT_BIAS = 15;
    private static final int FLOAT_INFINITE_EXPONENT = 0xff;
    private static final float HALF_SUBNORMAL_UNIT = 0x1.0p-24f;

    private final int bytes;
    private final Reader reader;

    /** Takes the next element out of a little-endian buffer. */
    private interface Reader {
        float next(ByteBuffer bytes);
    }

    ElementType(int bytes, Reader reader) {
        this.bytes = bytes;
        this.reader = reader;
    }

    public int bytes() {
        return bytes;
    }

    /** Returns the type called {@code name} in a safetensors header, or null. */
    static ElementType named(String name) {
        for (ElementType type : values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        return null;
    }

    /** Reads the next element of a little-endian buffer. */
    public float read(ByteBuffer buffer) {
        return reader.next(buffer);
    }

    /** Reads {@code count} elements of a little-endian buffer. */
    public float[] read(ByteBuffer buffer, int count) {
        float[] values = new float[count];
        if (this == F32) { // most files hold nothing else
            buffer.asFloatBuffer().get(values);
            return values;
        }
        for (int i = 0; i < count; i++) {
            values[i] = read(buffer);
        }
        return values;
    }

    /** IEEE 754 binary16 to binary32. */
    static float halfToFloat(short half) {
        int exponent = half >>> HALF_MANTISSA_BITS & HALF_EXPONENT_MASK;
        int mantissa = half & HALF_MANTISSA_MASK;
        boolean negative = (half & HALF_SIGN_MASK) != 0;
        float magnitude;
        if (exponent == 0) {
            magnitude = mantissa * HALF_SUBNORMAL_UNIT;
        } else {
            int wide = exponent == HALF_EXPONENT_MASK
                    ? FLOAT_INFINITE_EXPONENT
                    : exponent - HALF_EXPONENT_BIAS + FLOAT_EXPONENT_BIAS;
            magnitude = Float.intBitsToFloat(
                    wide << FLOAT_MANTISSA_BITS | mantissa << (FLOAT_MANTISSA_BITS - HALF_MANTISSA_BITS));
        }
        return negative ? -magnitude : magnitude;
    }
}
