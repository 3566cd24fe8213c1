package charlm.tensor.onednn;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;

/**
 * A primitive made for fixed layouts, with its arguments. Each run points those at the tensors at hand; all native
 * objects are held here, since JavaCPP frees what nothing refers to.
 */
final class Plan implements AutoCloseable {
    private final stream stream;
    private final primitive primitive;
    private final IntMemoryMap map = new IntMemoryMap();
    private final memory[] arguments;
    private final Address[] bound;

    Plan(engine engine, stream stream, primitive primitive, int[] numbers, memory.desc[] layouts) {
        this.stream = stream;
        this.primitive = primitive;
        arguments = new memory[layouts.length];
        bound = new Address[layouts.length];
        for (int i = 0; i < layouts.length; i++) {
            arguments[i] = new memory(layouts[i], engine, (Pointer) null);
            bound[i] = new Address();
            map.put(numbers[i], arguments[i]);
        }
    }

    /** Runs the primitive on the tensors of {@code call} and waits for it. */
    void run(Call call) {
        for (int i = 0; i < arguments.length; i++) {
            if (bound[i].moveTo(call.address(i))) {
                arguments[i].set_data_handle(bound[i]);
            }
        }
        primitive.execute(stream, map);
        stream._wait();
    }

    @Override
    public void close() {
        primitive.close();
        map.close();
        for (memory argument : arguments) {
            argument.close();
        }
    }
}
