package charlm.tensor.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import charlm.tensor.Tensor;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;

/** Sums and products of two tensors of one shape, of any types. */
final class Arithmetic {
    private final Dnnl dnnl;

    Arithmetic(Dnnl dnnl) {
        this.dnnl = dnnl;
    }

    /** x += y. */
    void addInPlace(Tensor x, Tensor y) {
        add(x, y, x);
    }

    /** out = x + y; out may be either. */
    void add(Tensor x, Tensor y, Tensor out) {
        run(Operation.ADD, algorithm.binary_add, x, y, out);
    }

    /** out = x * y; out may be either. */
    void multiply(Tensor x, Tensor y, Tensor out) {
        run(Operation.MULTIPLY, algorithm.binary_mul, x, y, out);
    }

    private void run(Operation operation, algorithm algorithm, Tensor x, Tensor y, Tensor out) {
        // oneDNN allows the first source, not the second, to be the result
        Tensor first = out == y ? y : x;
        Tensor second = out == y ? x : y;
        PlanKey key = dnnl.key(operation).add(first).add(second).add(out);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            plan = dnnl.cache().put(key, plan(algorithm, first, Dnnl.desc(second), out));
        }
        plan.on(first).on(second).on(out).run();
    }

    /** x += row, a vector, in every row of x. */
    void addRowInPlace(Tensor x, Tensor row) {
        PlanKey key = dnnl.key(Operation.ADD_ROW).add(x).add(row);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            plan = dnnl.cache().put(key, plan(algorithm.binary_add, x, Dnnl.row(row), x));
        }
        plan.on(x).on(row).on(x).run();
    }

    private Plan plan(algorithm algorithm, Tensor first, memory.desc second, Tensor out) {
        binary.primitive_desc description = new binary.primitive_desc(
                dnnl.engine(), algorithm.value, Dnnl.desc(first), second, Dnnl.desc(out), Dnnl.deterministic(), false);
        return dnnl.newPlan()
                .executing(new binary(description))
                .argument(DNNL_ARG_SRC_0, Dnnl.desc(first))
                .argument(DNNL_ARG_SRC_1, second)
                .argument(DNNL_ARG_DST, Dnnl.desc(out));
    }
}
