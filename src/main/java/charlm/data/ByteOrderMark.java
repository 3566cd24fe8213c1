package charlm.data;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/** Tells the encoding of a text file from its first bytes. */
final class ByteOrderMark {
    private static final byte[] UTF_8 = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] UTF_16_BIG_ENDIAN = {(byte) 0xFE, (byte) 0xFF};
    private static final byte[] UTF_16_LITTLE_ENDIAN = {(byte) 0xFF, (byte) 0xFE};
    private static final int TWO_UTF_16_UNITS = 4;

    private ByteOrderMark() {}

    /** Throws {@link InputException} where the text beginning at the buffer's position is UTF-16. */
    static void requireUtf8(Path path, ByteBuffer bytes) {
        if (startsWith(bytes, UTF_16_BIG_ENDIAN) || startsWith(bytes, UTF_16_LITTLE_ENDIAN)) {
            throw new InputException(
                    path, "the file is UTF-16 (it begins with that byte order mark); save it as UTF-8");
        }
        if (alternatesWithZeros(bytes)) {
            throw new InputException(path, "the file looks like UTF-16 (every second byte is 0); save it as UTF-8");
        }
    }

    /** Moves past the mark of UTF-8 and returns whether there was one. */
    static boolean skip(ByteBuffer bytes) {
        boolean marked = startsWith(bytes, UTF_8);
        if (marked) {
            bytes.position(bytes.position() + UTF_8.length);
        }
        return marked;
    }

    /** Two Latin letters in UTF-16 without a mark: one byte of each is 0 and the other is not. */
    private static boolean alternatesWithZeros(ByteBuffer bytes) {
        if (bytes.remaining() < TWO_UTF_16_UNITS) {
            return false;
        }
        boolean evenZero = bytes.get(0) == 0 && bytes.get(2) == 0;
        boolean oddZero = bytes.get(1) == 0 && bytes.get(3) == 0;
        return evenZero != oddZero
                && (evenZero ? bytes.get(1) != 0 && bytes.get(3) != 0 : bytes.get(0) != 0 && bytes.get(2) != 0);
    }

    private static boolean startsWith(ByteBuffer bytes, byte[] mark) {
        return bytes.remaining() >= mark.length
                && Arrays.equals(mark, 0, mark.length, bytes.array(), bytes.position(), bytes.position() + mark.length);
    }
}
