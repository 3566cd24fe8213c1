package charlm.tensor.onednn;

import charlm.tensor.Tensor;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;

/**
 * A primitive made for fixed shapes, with its argument list. Each run points the arguments at the tensors at hand; all
 * native objects are held here, since JavaCPP frees what nothing refers to.
 */
final class Plan implements AutoCloseable {
    private static final int MAX_ARGUMENTS = 10;

    private final engine engine;
    private final stream stream;
    private final IntMemoryMap map = new IntMemoryMap();
    private final memory[] arguments = new memory[MAX_ARGUMENTS];
    private final Address[] bound = new Address[MAX_ARGUMENTS];
    private primitive primitive;
    private int count;
    private int next;

    Plan(engine engine, stream stream) {
        this.engine = engine;
        this.stream = stream;
    }

    /** Sets what runs. */
    Plan executing(primitive primitive) {
        this.primitive = primitive;
        return this;
    }

    /** Declares the next argument: oneDNN's number for it, and what its memory looks like. */
    Plan argument(int number, memory.desc desc) {
        memory argument = new memory(desc, engine, (Pointer) null);
        bound[count] = new Address();
        arguments[count++] = argument;
        map.put(number, argument);
        return this;
    }

    /** Points the next argument, in the order of declaration, at {@code tensor}. */
    Plan on(Tensor tensor) {
        return on(tensor, 0);
    }

    /** As {@link #on(Tensor)}, from matrix row {@code row} on. */
    Plan onRow(Tensor matrix, long row) {
        return on(matrix, row * matrix.stride(0));
    }

    /** As {@link #on(Tensor)}, at element {@code from} of the memory from the tensor's first element on. */
    Plan on(Tensor tensor, long from) {
        long address =
                HostMemory.pointer(tensor).address() + from * tensor.dataType().width();
        if (bound[next].moveTo(address)) {
            arguments[next].set_data_handle(bound[next]);
        }
        next++;
        return this;
    }

    /** Runs the primitive on what {@link #on} named and waits for it. */
    void run() {
        if (next != count) {
            throw new IllegalStateException("a primitive of " + count + " arguments got " + next);
        }
        next = 0;
        primitive.execute(stream, map);
        stream._wait();
    }

    @Override
    public void close() {
        primitive.close();
        map.close();
        for (int i = 0; i < count; i++) {
            arguments[i].close();
        }
    }
}
