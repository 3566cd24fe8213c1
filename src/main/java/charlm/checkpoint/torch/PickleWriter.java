package charlm.checkpoint.torch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes the few opcodes of pickle protocol 2 that a PyTorch state dict needs; the counterpart of
 * {@link RestrictedUnpickler}. Nothing is memoised, so the bytes follow from the values alone.
 */
final class PickleWriter {
    private static final int PROTOCOL = 2;
    private static final int MAX_BYTE = 0xff;
    private static final int MAX_SHORT = 0xffff;
    private static final int INT_BYTES = 4;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    PickleWriter() {
        out.write(0x80);
        out.write(PROTOCOL);
    }

    PickleWriter mark() {
        return opcode('(');
    }

    PickleWriter tuple() {
        return opcode('t');
    }

    PickleWriter emptyTuple() {
        return opcode(')');
    }

    PickleWriter call() {
        return opcode('R');
    }

    PickleWriter setItems() {
        return opcode('u');
    }

    PickleWriter persistentId() {
        return opcode('Q');
    }

    PickleWriter no() {
        return opcode(0x89);
    }

    PickleWriter global(String module, String name) {
        opcode('c');
        out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    PickleWriter text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        opcode('X');
        return little(bytes.length, INT_BYTES).raw(bytes);
    }

    /** Writes a number from 0 to 2^31 - 1. */
    PickleWriter number(long value) {
        int number = Math.toIntExact(value);
        if (number <= MAX_BYTE) {
            return opcode('K').little(number, 1);
        }
        return number <= MAX_SHORT ? opcode('M').little(number, 2) : opcode('J').little(number, INT_BYTES);
    }

    PickleWriter numbers(long... values) {
        mark();
        for (long value : values) {
            number(value);
        }
        return tuple();
    }

    /** Ends the pickle and returns it. */
    byte[] stop() {
        opcode('.');
        return out.toByteArray();
    }

    private PickleWriter opcode(int opcode) {
        out.write(opcode);
        return this;
    }

    private PickleWriter little(int value, int bytes) {
        byte[] all = ByteBuffer.allocate(INT_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
        out.write(all, 0, bytes);
        return this;
    }

    private PickleWriter raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }
}
