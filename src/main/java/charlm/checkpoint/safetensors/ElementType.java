package charlm.checkpoint.safetensors;

import java.nio.ByteBuffer;

/** The types of stored elements and how each becomes a float. */
public enum ElementType {
    F64(Double.BYTES, bytes -> (float) bytes.getDouble()),
    F32(Float.BYTES, ByteBuffer::getFloat),
    F16(Short.BYTES, bytes -> halfToFloat(bytes.getShort())),
    BF16(Short.BYTES, bytes -> Float.intBitsToFloat(bytes.getShort() << Short.SIZE)),
    I64(Long.BYTES, ByteBuffer::getLong),
    I32(Integer.BYTES, ByteBuffer::getInt),
    I16(Short.BYTES, ByteBuffer::getShort),
    I8(Byte.BYTES, ByteBuffer::get),
    U64(Long.BYTES, bytes -> unsigned(bytes.getLong())),
    U32(Integer.BYTES, bytes -> Integer.toUnsignedLong(bytes.getInt())),
    U16(Short.BYTES, bytes -> Short.toUnsignedInt(bytes.getShort())),
    U8(Byte.BYTES, bytes -> Byte.toUnsignedInt(bytes.get())),
    BOOL(Byte.BYTES, ByteBuffer::get),
    F8_E5M2(Byte.BYTES, bytes -> halfToFloat((short) (bytes.get() << Byte.SIZE))), // the upper byte of an F16
    F8_E4M3(Byte.BYTES, bytes -> quarterToFloat(bytes.get()));

    private static final int HALF_MANTISSA_BITS = 10;
    private static final int HALF_EXPONENT_MASK = 0x1f;
    private static final int HALF_MANTISSA_MASK = 0x3ff;
    private static final int HALF_SIGN_MASK = 0x8000;
    private static final int FLOAT_MANTISSA_BITS = 23;
    private static final int FLOAT_EXPONENT_BIAS = 127;
    private static final int HALF_EXPONENT_BIAS = 15;
    private static final int FLOAT_INFINITE_EXPONENT = 0xff;
    private static final float HALF_SUBNORMAL_UNIT = 0x1.0p-24f;
    private static final int QUARTER_NAN = 0x7f;
    private static final int QUARTER_MANTISSA_BITS = 3;
    private static final float QUARTER_TO_HALF = 0x1.0p8f; // the exponent biases are 7 and 15

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

    /** Returns whether the type has fractions, as trained parameters do. */
    public boolean isFloating() {
        return switch (this) {
            case F64, F32, F16, BF16, F8_E5M2, F8_E4M3 -> true;
            case I64, I32, I16, I8, U64, U32, U16, U8, BOOL -> false;
        };
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

    private static float unsigned(long value) {
        return value >= 0 ? value : (value >>> 1) * 2f;
    }

    /** E4M3 as PyTorch has it: no infinities, and one NaN for each sign. */
    private static float quarterToFloat(byte quarter) {
        int magnitude = quarter & QUARTER_NAN;
        if (magnitude == QUARTER_NAN) {
            return Float.NaN;
        }
        int half = magnitude << (HALF_MANTISSA_BITS - QUARTER_MANTISSA_BITS) | (quarter < 0 ? HALF_SIGN_MASK : 0);
        return halfToFloat((short) half) * QUARTER_TO_HALF;
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
