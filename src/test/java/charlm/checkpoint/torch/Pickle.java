package charlm.checkpoint.torch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes pickles opcode by opcode, those that no PyTorch would write included. */
final class Pickle {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Appends opcodes and small arguments as they are. */
    Pickle op(int... bytes) {
        for (int value : bytes) {
            out.write(value);
        }
        return this;
    }

    Pickle repeat(int count, int value) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        out.writeBytes(bytes);
        return this;
    }

    Pickle raw(String latin1) {
        out.writeBytes(latin1.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** BINUNICODE. */
    Pickle text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        op('X').int32(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    /** BININT, or LONG1 where that is too small. */
    Pickle number(long value) {
        if (value == (int) value) {
            return op('J').int32((int) value);
        }
        op(0x8a, Long.BYTES);
        out.writeBytes(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
        return this;
    }

    Pickle int32(int value) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
        return this;
    }

    /** GLOBAL. */
    Pickle global(String module, String name) {
        return raw("c" + module + "\n" + name + "\n");
    }

    /** The persistent id of a storage of floats. */
    Pickle storage(String key, long elements) {
        return storage("FloatStorage", key, elements);
    }

    /** The persistent id of a storage. */
    Pickle storage(String type, String key, long elements) {
        return op('(').text("storage")
                .global("torch", type)
                .text(key)
                .text("cpu")
                .number(elements)
                .op('t', 'Q');
    }

    /** A tensor over a new storage of floats; shape and strides as given. */
    Pickle tensorOver(String key, long elements, long[] shape, long[] strides) {
        return view(new Pickle().storage(key, elements), 0, shape, strides);
    }

    /** A tensor over {@code storage}, from {@code offset} on. */
    Pickle view(Pickle storage, long offset, long[] shape, long[] strides) {
        global("torch._utils", "_rebuild_tensor_v2").op('(');
        out.writeBytes(storage.bytes());
        return number(offset).numbers(shape).numbers(strides).op(0x89, '}', 't', 'R');
    }

    private Pickle numbers(long... values) {
        op('(');
        for (long value : values) {
            number(value);
        }
        return op('t');
    }

    /** A state dict of one tensor {@code a} of shape (4) in storage 0. */
    static Pickle stateDict() {
        return stateDict(new Pickle().storage("0", 4), 0, new long[] {4}, new long[] {1});
    }

    /** A state dict of one tensor {@code a}, as {@link #view}. */
    static Pickle stateDict(Pickle storage, long offset, long[] shape, long... strides) {
        return new Pickle()
                .op(0x80, 2, '}')
                .text("a")
                .view(storage, offset, shape, strides)
                .op('s', '.');
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
