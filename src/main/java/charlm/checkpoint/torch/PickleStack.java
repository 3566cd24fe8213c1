package charlm.checkpoint.torch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a pickle has built so far: its stack, with the marks on it, and its memo. */
final class PickleStack {
    private static final Object MARK = new Object();
    private static final int MAX_MEMO = 1 << 20;

    /** A tuple as the key of a dict. It stands for itself alone, since to hash it could take forever. */
    private static final class TupleKey {
        @Override
        public String toString() {
            return "(...)";
        }
    }

    private final List<Object> stack = new ArrayList<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    void clear() {
        stack.clear();
        memo.clear();
    }

    int size() {
        return stack.size();
    }

    void push(Object value) {
        stack.add(value);
    }

    void mark() {
        stack.add(MARK);
    }

    Object pop() {
        if (stack.isEmpty() || stack.get(stack.size() - 1) == MARK) {
            throw new PickleException("the pickle takes a value that is not there");
        }
        return stack.remove(stack.size() - 1);
    }

    Object top() {
        Object top = pop();
        stack.add(top);
        return top;
    }

    List<Object> popLast(int count) {
        List<Object> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(0, pop());
        }
        return values;
    }

    List<Object> popToMark() {
        int mark = stack.lastIndexOf(MARK);
        if (mark < 0) {
            throw new PickleException("the pickle takes values from a mark that is not there");
        }
        List<Object> values = new ArrayList<>(stack.subList(mark + 1, stack.size()));
        stack.subList(mark, stack.size()).clear();
        return values;
    }

    void pushTuple(List<Object> values) {
        stack.add(Collections.unmodifiableList(values));
    }

    @SuppressWarnings("unchecked") // lists on the stack are made by the unpickler, of objects
    void append(List<Object> values) {
        if (!(top() instanceof ArrayList<?> list)) {
            throw new PickleException("the pickle appends to something that is no list");
        }
        ((List<Object>) list).addAll(values);
    }

    @SuppressWarnings("unchecked") // maps on the stack are made by the unpickler or by Globals, of objects
    void setItems(List<Object> pairs) {
        if (!(top() instanceof Map<?, ?> map) || pairs.size() % 2 != 0) {
            throw new PickleException("the pickle sets items of something that is no dict");
        }
        for (int i = 0; i < pairs.size(); i += 2) {
            ((Map<Object, Object>) map).put(key(pairs.get(i)), pairs.get(i + 1));
        }
    }

    private static Object key(Object key) {
        if (key instanceof ArrayList || key instanceof Map) {
            throw new PickleException("a dict has a list or a dict as a key");
        }
        return key instanceof List ? new TupleKey() : key; // only texts are ever looked up
    }

    void remember(int index) {
        if (index < 0 || memo.size() >= MAX_MEMO) {
            throw new PickleException("the pickle remembers too much");
        }
        memo.put(index, top());
    }

    /** Remembers under the next number. */
    void remember() {
        remember(memo.size());
    }

    void recall(int index) {
        Object value = memo.get(index);
        if (value == null) {
            throw new PickleException("the pickle recalls value " + index + ", which it never remembered");
        }
        stack.add(value);
    }
}
