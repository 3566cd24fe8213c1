package charlm.tensor.onednn;

import java.util.Arrays;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;

/** Primitives of one kind, made once for all layouts that the kernel is called with. */
final class Kernel implements AutoCloseable {
    private final engine engine;
    private final stream stream;
    private final Maker maker;
    private final int[] numbers;
    private final Call call = new Call(this);
    private final PlanCache plans = new PlanCache();

    /** Makes the primitive for some layouts of its arguments. */
    interface Maker {
        primitive make(memory.desc[] layouts, primitive_attr attributes);
    }

    /**
     * Makes a kernel without primitives.
     *
     * @param numbers of the arguments in the order in which calls name them, as oneDNN counts them; the last ones may
     *     be left out
     */
    Kernel(engine engine, stream stream, Maker maker, int... numbers) {
        this.engine = engine;
        this.stream = stream;
        this.maker = maker;
        this.numbers = numbers;
    }

    /** Begins a call; the one before must be over. */
    Call call() {
        return call.begin();
    }

    /** Runs the primitive for the layouts of the call and waits for it. */
    void run() {
        int hash = call.hash();
        Plan plan = plans.find(call, hash);
        if (plan == null) {
            plan = plans.put(call, hash, plan());
        }
        plan.run(call);
    }

    private Plan plan() {
        memory.desc[] layouts = new memory.desc[call.arguments()];
        Arrays.setAll(layouts, call::layout);
        int[] argumentNumbers = Arrays.copyOf(numbers, layouts.length);
        primitive_attr attributes = call.attributes(layouts, argumentNumbers);
        memory.desc[] own = Arrays.copyOf(layouts, call.ownArguments());
        return new Plan(engine, stream, maker.make(own, attributes), argumentNumbers, layouts);
    }

    @Override
    public void close() {
        plans.close();
    }
}
