package charlm.checkpoint.torch;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the subset of pickle that plain data and tensors need, and executes nothing. Refuses opcodes outside an allow-list
 * by number; {@link Globals} alone decides the meaning of a global or a call.
 *
 * <p>Values: {@code Long}, {@code BigInteger}, {@code Double}, {@code Boolean}, {@code String}, {@link #NONE},
 * {@link #OPAQUE}, {@code List} (tuples and frozen sets are unmodifiable, sets are lists), {@code Map}, and what
 * {@link Globals} returns. Source of the format: Python's pickletools.
 */
final class RestrictedUnpickler {
    /** Python's None. */
    static final Object NONE = constant("None");

    /** Bytes and other plain values that nobody looks at. */
    static final Object OPAQUE = constant("bytes");

    private static final int MAX_PROTOCOL = 5;
    private static final int MAX_OPCODES = 1 << 21; // an object costs an opcode, and more memory than that one byte

    private final PickleInput in;
    private final Globals globals;
    private final PickleStack stack = new PickleStack();

    /** Gives the globals of a pickle their meaning. */
    interface Globals {
        /** Returns a token for {@code module.name}; throws {@link PickleException} when it is not allowed. */
        Object resolve(String module, String name);

        /** Returns what calling a token with arguments gives. */
        Object call(Object callable, List<?> arguments);

        /** Returns what a persistent id stands for. */
        Object persistent(Object id);
    }

    RestrictedUnpickler(ByteBuffer bytes, Globals globals) {
        in = new PickleInput(bytes);
        this.globals = globals;
    }

    private static Object constant(String label) {
        return new Object() {
            @Override
            public String toString() {
                return label;
            }
        };
    }

    /** Reads one pickle, up to its STOP, and leaves the buffer behind it; throws {@link PickleException}. */
    Object load() {
        stack.clear();
        int opcodes = 0;
        for (int opcode = in.nextByte(); opcode != '.'; opcode = in.nextByte()) {
            if (++opcodes > MAX_OPCODES) {
                throw new PickleException("the pickle has more than " + MAX_OPCODES + " opcodes");
            }
            execute(opcode);
        }
        Object result = stack.pop();
        if (stack.size() > 0) {
            throw new PickleException("the pickle leaves " + stack.size() + " values behind");
        }
        return result;
    }

    private void execute(int opcode) {
        switch (opcode) {
            case 0x80 -> requireProtocol(in.nextByte());
            case 0x95 -> in.skipFrameHeader();
            case '(' -> stack.mark();
            case 'N' -> stack.push(NONE);
            case 0x88 -> stack.push(Boolean.TRUE);
            case 0x89 -> stack.push(Boolean.FALSE);
            case 'K' -> stack.push((long) in.nextByte());
            case 'M' -> stack.push((long) in.nextShort());
            case 'J' -> stack.push((long) in.nextInt());
            case 0x8a -> stack.push(in.number(in.nextByte()));
            case 'G' -> stack.push(in.nextDouble());
            case 0x8c, 'U' -> stack.push(in.text(in.nextByte())); // U and T: the texts of Python 2
            case 'X' -> stack.push(in.text(Integer.toUnsignedLong(in.nextInt())));
            case 'T' -> stack.push(in.text(in.nextInt()));
            case 0x8d -> stack.push(in.text(in.nextLong()));
            case 'C' -> skipBytes(in.nextByte());
            case 'B' -> skipBytes(Integer.toUnsignedLong(in.nextInt()));
            case 0x8e, 0x96 -> skipBytes(in.nextLong());
            case ')' -> stack.push(List.of());
            case 0x85 -> stack.pushTuple(stack.popLast(1));
            case 0x86 -> stack.pushTuple(stack.popLast(2));
            case 0x87 -> stack.pushTuple(stack.popLast(3));
            case 't', 0x91 -> stack.pushTuple(stack.popToMark()); // 0x91: a frozen set
            case ']', 0x8f -> stack.push(new ArrayList<>()); // 0x8f: a set
            case '}' -> stack.push(new LinkedHashMap<>());
            case 'a' -> stack.append(List.of(stack.pop()));
            case 'e', 0x90 -> stack.append(stack.popToMark()); // 0x90: items of a set
            case 's' -> stack.setItems(stack.popLast(2));
            case 'u' -> stack.setItems(stack.popToMark());
            case 'q' -> stack.remember(in.nextByte());
            case 'r' -> stack.remember(in.nextInt());
            case 0x94 -> stack.remember();
            case 'h' -> stack.recall(in.nextByte());
            case 'j' -> stack.recall(in.nextInt());
            case 'c' -> stack.push(globals.resolve(in.line(), in.line()));
            case 0x93 -> stackGlobal();
            case 'R' -> reduce();
            case 'b' -> build();
            case 'Q' -> stack.push(globals.persistent(stack.pop()));
            default ->
                throw new PickleException(String.format(
                        Locale.ROOT,
                        "opcode 0x%02x at byte %d is not allowed in a state dict",
                        opcode,
                        in.position() - 1));
        }
    }

    private static void requireProtocol(int protocol) {
        if (protocol > MAX_PROTOCOL) {
            throw new PickleException("pickle protocol " + protocol + " is not known");
        }
    }

    private void skipBytes(long length) {
        in.skipBytes(length);
        stack.push(OPAQUE);
    }

    private void stackGlobal() {
        List<Object> names = stack.popLast(2);
        if (!(names.get(0) instanceof String module) || !(names.get(1) instanceof String name)) {
            throw new PickleException("a global is named by something that is no text");
        }
        stack.push(globals.resolve(module, name));
    }

    private void reduce() {
        if (!(stack.pop() instanceof List<?> arguments)) {
            throw new PickleException("a call has no tuple of arguments");
        }
        stack.push(globals.call(stack.pop(), arguments));
    }

    /** PyTorch attaches version notes to a dict with this opcode, NumPy a byte order to a type; both are dropped. */
    private void build() {
        Object state = stack.pop();
        Object target = stack.top();
        boolean notes = state instanceof Map && target instanceof Map;
        boolean type = state instanceof List && target == OPAQUE;
        if (!notes && !type) {
            throw new PickleException("the pickle sets the state of something that is no dict");
        }
    }
}
