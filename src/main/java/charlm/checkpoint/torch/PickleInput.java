package charlm.checkpoint.torch;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The bytes of a pickle; each method reads one kind of operand. Believes no length that the pickle claims. */
final class PickleInput {
    private static final int MAX_NAME = 1 << 10;

    private final ByteBuffer bytes;

    PickleInput(ByteBuffer bytes) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    int position() {
        return bytes.position();
    }

    int nextByte() {
        require(Byte.BYTES);
        return Byte.toUnsignedInt(bytes.get());
    }

    int nextShort() {
        require(Short.BYTES);
        return Short.toUnsignedInt(bytes.getShort());
    }

    int nextInt() {
        require(Integer.BYTES);
        return bytes.getInt();
    }

    long nextLong() {
        require(Long.BYTES);
        return bytes.getLong();
    }

    /** Doubles alone are big-endian. */
    double nextDouble() {
        return Double.longBitsToDouble(Long.reverseBytes(nextLong()));
    }

    private void require(int count) {
        if (bytes.remaining() < count) {
            throw new PickleException("the pickle ends in the middle");
        }
    }

    private int advance(int count) {
        require(count);
        int position = bytes.position();
        bytes.position(position + count);
        return position;
    }

    /** Little-endian two's complement; a number wider than a long is a {@link BigInteger}. */
    Object number(int length) {
        int from = advance(length);
        byte[] bigEndian = new byte[length];
        for (int i = 0; i < length; i++) {
            bigEndian[length - 1 - i] = bytes.get(from + i);
        }
        BigInteger value = length == 0 ? BigInteger.ZERO : new BigInteger(bigEndian);
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    String text(long length) {
        int count = fitting("a text", length);
        ByteBuffer part = bytes.slice(advance(count), count);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(part).toString();
        } catch (CharacterCodingException e) {
            throw new PickleException("a text is not UTF-8");
        }
    }

    void skipBytes(long length) {
        advance(fitting("an entry", length));
    }

    /** A frame holds opcodes, which are read like any others. */
    void skipFrameHeader() {
        fitting("a frame", nextLong());
    }

    private int fitting(String what, long length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new PickleException(what + " of " + length + " bytes does not fit the file");
        }
        return (int) length;
    }

    /** A line of a global's name. */
    String line() {
        StringBuilder text = new StringBuilder();
        for (int c = nextByte(); c != '\n'; c = nextByte()) {
            if (text.length() == MAX_NAME) {
                throw new PickleException("a global's name has more than " + MAX_NAME + " characters");
            }
            text.append((char) c);
        }
        return text.toString();
    }
}
