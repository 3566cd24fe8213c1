package charlm.checkpoint.torch;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the subset of pickle that PyTorch state dicts use, and executes nothing. Refuses opcodes outside an allow-list by
 * number; {@link Globals} alone decides the meaning of a global or a call.
 *
 * <p>Values: {@code Long}, {@code Double}, {@code Boolean}, {@code String}, {@link #NONE}, {@code List} (tuples are
 * unmodifiable), {@code Map}, and what {@link Globals} returns. Source of the format: Python's pickletools.
 */
final class RestrictedUnpickler {
    /** Python's None. */
    static final Object NONE = new Object() {
        @Override
        public String toString() {
            return "None";
        }
    };

    private static final Object MARK = new Object();
    private static final int MAX_PROTOCOL = 5;
    private static final int MAX_LONG_BYTES = 16;
    private static final int MAX_MEMO = 1 << 20;
    private static final int MAX_OPCODES = 1 << 21; // an object costs an opcode, and more memory than that one byte
    private static final int MAX_NAME = 1 << 10;

    private final ByteBuffer bytes;
    private final Globals globals;
    private final List<Object> stack = new ArrayList<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    /** Gives the globals of a pickle their meaning. */
    interface Globals {
        /** Returns a token for {@code module.name}; throws {@link PickleException} when it is not allowed. */
        Object resolve(String module, String name);

        /** Returns what calling a token with arguments gives. */
        Object call(Object callable, List<?> arguments);

        /** Returns what a persistent id stands for. */
        Object persistent(Object id);
    }

    /** A pickle that is not of the allowed kind; the message says which part. */
    static final class PickleException extends RuntimeException {
        private static final long serialVersionUID = 1;

        PickleException(String message) {
            super(message);
        }
    }

    RestrictedUnpickler(ByteBuffer bytes, Globals globals) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
        this.globals = globals;
    }

    /** Reads one pickle, up to its STOP, and leaves the buffer behind it. */
    Object load() {
        stack.clear();
        memo.clear();
        try {
            int opcodes = 0;
            for (int opcode = nextByte(); opcode != '.'; opcode = nextByte()) {
                if (++opcodes > MAX_OPCODES) {
                    throw new PickleException("the pickle has more than " + MAX_OPCODES + " opcodes");
                }
                execute(opcode);
            }
        } catch (BufferUnderflowException e) {
            throw new PickleException("the pickle ends in the middle");
        }
        Object result = pop();
        if (!stack.isEmpty()) {
            throw new PickleException("the pickle leaves " + stack.size() + " values behind");
        }
        return result;
    }

    private void execute(int opcode) {
        switch (opcode) {
            case 0x80 -> requireProtocol(nextByte());
            case 0x95 -> skipFrame(bytes.getLong());
            case '(' -> stack.add(MARK);
            case 'N' -> stack.add(NONE);
            case 0x88 -> stack.add(Boolean.TRUE);
            case 0x89 -> stack.add(Boolean.FALSE);
            case 'K' -> stack.add((long) nextByte());
            case 'M' -> stack.add((long) Short.toUnsignedInt(bytes.getShort()));
            case 'J' -> stack.add((long) bytes.getInt());
            case 0x8a -> stack.add(longOf(nextByte()));
            case 'G' -> stack.add(bytes.duplicate().order(ByteOrder.BIG_ENDIAN).getDouble(advance(Double.BYTES)));
            case 0x8c -> stack.add(text(nextByte()));
            case 'X' -> stack.add(text(bytes.getInt()));
            case ')' -> stack.add(List.of());
            case 0x85 -> tuple(1);
            case 0x86 -> tuple(2);
            case 0x87 -> tuple(3);
            case 't' -> stack.add(Collections.unmodifiableList(popToMark()));
            case ']' -> stack.add(new ArrayList<>());
            case '}' -> stack.add(new LinkedHashMap<>());
            case 'a' -> append(List.of(pop()));
            case 'e' -> append(popToMark());
            case 's' -> setItems(popLast(2));
            case 'u' -> setItems(popToMark());
            case 'q' -> putMemo(nextByte());
            case 'r' -> putMemo(bytes.getInt());
            case 0x94 -> putMemo(memo.size());
            case 'h' -> getMemo(nextByte());
            case 'j' -> getMemo(bytes.getInt());
            case 'c' -> stack.add(globals.resolve(line(), line()));
            case 0x93 -> stackGlobal();
            case 'R' -> reduce();
            case 'b' -> build();
            case 'Q' -> stack.add(globals.persistent(pop()));
            default ->
                throw new PickleException(String.format(
                        Locale.ROOT,
                        "opcode 0x%02x at byte %d is not allowed in a state dict",
                        opcode,
                        bytes.position() - 1));
        }
    }

    private int nextByte() {
        return Byte.toUnsignedInt(bytes.get());
    }

    private int advance(int count) {
        int position = bytes.position();
        if (bytes.remaining() < count) {
            throw new PickleException("the pickle ends in the middle");
        }
        bytes.position(position + count);
        return position;
    }

    private static void requireProtocol(int protocol) {
        if (protocol > MAX_PROTOCOL) {
            throw new PickleException("pickle protocol " + protocol + " is not known");
        }
    }

    private void skipFrame(long length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new PickleException("a frame of " + length + " bytes does not fit the file");
        }
    }

    /** Little-endian two's complement; only the magic number of the legacy format is wider than a long. */
    private Object longOf(int length) {
        if (length > MAX_LONG_BYTES) {
            throw new PickleException("a number of " + length + " bytes is not allowed");
        }
        int from = advance(length);
        byte[] bigEndian = new byte[length];
        for (int i = 0; i < length; i++) {
            bigEndian[length - 1 - i] = bytes.get(from + i);
        }
        BigInteger value = length == 0 ? BigInteger.ZERO : new BigInteger(bigEndian);
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    private String text(int length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new PickleException("a text of " + Integer.toUnsignedString(length) + " bytes does not fit the file");
        }
        ByteBuffer part = bytes.slice(advance(length), length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(part).toString();
        } catch (CharacterCodingException e) {
            throw new PickleException("a text is not UTF-8");
        }
    }

    private String line() {
        StringBuilder text = new StringBuilder();
        for (int c = nextByte(); c != '\n'; c = nextByte()) {
            if (text.length() == MAX_NAME) {
                throw new PickleException("a global's name has more than " + MAX_NAME + " characters");
            }
            text.append((char) c);
        }
        return text.toString();
    }

    private Object pop() {
        if (stack.isEmpty() || stack.get(stack.size() - 1) == MARK) {
            throw new PickleException("the pickle takes a value that is not there");
        }
        return stack.remove(stack.size() - 1);
    }

    private Object top() {
        Object top = pop();
        stack.add(top);
        return top;
    }

    private List<Object> popLast(int count) {
        List<Object> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(0, pop());
        }
        return values;
    }

    private List<Object> popToMark() {
        int mark = stack.lastIndexOf(MARK);
        if (mark < 0) {
            throw new PickleException("the pickle takes values from a mark that is not there");
        }
        List<Object> tail = stack.subList(mark + 1, stack.size());
        List<Object> values = new ArrayList<>(tail);
        stack.subList(mark, stack.size()).clear();
        return values;
    }

    private void tuple(int count) {
        stack.add(Collections.unmodifiableList(popLast(count)));
    }

    @SuppressWarnings("unchecked") // lists on the stack are made here, of objects
    private void append(List<Object> values) {
        if (!(top() instanceof ArrayList<?> list)) {
            throw new PickleException("the pickle appends to something that is no list");
        }
        ((List<Object>) list).addAll(values);
    }

    @SuppressWarnings("unchecked") // maps on the stack are made here or by Globals, of objects
    private void setItems(List<Object> pairs) {
        if (!(top() instanceof Map<?, ?> map) || pairs.size() % 2 != 0) {
            throw new PickleException("the pickle sets items of something that is no dict");
        }
        for (int i = 0; i < pairs.size(); i += 2) {
            if (!(pairs.get(i) instanceof String || pairs.get(i) instanceof Long)) {
                throw new PickleException("a dict has a key that is neither text nor number");
            }
            ((Map<Object, Object>) map).put(pairs.get(i), pairs.get(i + 1));
        }
    }

    private void putMemo(int index) {
        if (index < 0 || memo.size() >= MAX_MEMO) {
            throw new PickleException("the pickle remembers too much");
        }
        memo.put(index, top());
    }

    private void getMemo(int index) {
        Object value = memo.get(index);
        if (value == null) {
            throw new PickleException("the pickle recalls value " + index + ", which it never remembered");
        }
        stack.add(value);
    }

    private void stackGlobal() {
        List<Object> names = popLast(2);
        if (!(names.get(0) instanceof String module) || !(names.get(1) instanceof String name)) {
            throw new PickleException("a global is named by something that is no text");
        }
        stack.add(globals.resolve(module, name));
    }

    private void reduce() {
        if (!(pop() instanceof List<?> arguments)) {
            throw new PickleException("a call has no tuple of arguments");
        }
        stack.add(globals.call(pop(), arguments));
    }

    /** PyTorch attaches version notes to the dict with this opcode; they are read and dropped. */
    private void build() {
        Object state = pop();
        if (!(state instanceof Map) || !(top() instanceof Map)) {
            throw new PickleException("the pickle sets the state of something that is no dict");
        }
    }
}
