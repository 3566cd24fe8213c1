package charlm.tensor.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import charlm.tensor.Tensor;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

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
        // oneDNN allows the first source, not the second, to be the result
        Tensor first = out == y ? y : x;
        Tensor second = out == y ? x : y;
        PlanKey key = dnnl.key(Operation.ADD).add(first).add(second).add(out);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            plan = dnnl.cache()
                    .put(key, plan(algorithm.binary_add, Dnnl.desc(first), Dnnl.desc(second), Dnnl.desc(out)));
        }
        plan.on(first).on(second).on(out).run();
    }

    /** out = x * y of {@code count} elements that lie one after the other, those of x from element {@code from} on. */
    void multiply(long count, Tensor x, long from, Tensor y, Tensor out) {
        PlanKey key = dnnl.key(Operation.MULTIPLY)
                .add(count)
                .add(x.dataType().ordinal())
                .add(y.dataType().ordinal())
                .add(out.dataType().ordinal());
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            Plan fresh = plan(
                    algorithm.binary_mul,
                    Dnnl.vector(x.dataType(), count),
                    Dnnl.vector(y.dataType(), count),
                    Dnnl.vector(out.dataType(), count));
            plan = dnnl.cache().put(key, fresh);
        }
        plan.on(x, from).on(y).on(out).run();
    }

    /** out = x * kept * scale + addend; kept are bytes of x's shape, row by row; addend may be null, out may be x. */
    void multiplyAdd(Tensor x, Tensor kept, float scale, Tensor addend, Tensor out) {
        PlanKey key = dnnl.key(Operation.MULTIPLY_ADD).add(x).add(out).add(scale);
        if (addend != null) {
            key.add(addend);
        }
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            plan = dnnl.cache().put(key, multiplyAddPlan(x, kept, scale, addend, out));
        }
        plan.on(x).on(kept).on(out);
        if (addend != null) {
            plan.on(addend);
        }
        plan.run();
    }

    private Plan multiplyAddPlan(Tensor x, Tensor kept, float scale, Tensor addend, Tensor out) {
        post_ops operations = new post_ops();
        operations.append_eltwise(algorithm.eltwise_linear.value, scale, 0);
        if (addend != null) {
            operations.append_binary(algorithm.binary_add.value, Dnnl.desc(addend));
        }
        memory.desc bytes = Dnnl.matrix(kept.dataType(), x.dim(0), x.dim(1));
        Plan plan = plan(algorithm.binary_mul, Dnnl.desc(x), bytes, Dnnl.desc(out), Dnnl.deterministic(operations));
        return addend == null ? plan : plan.argument(Dnnl.SECOND_POST_OP, Dnnl.desc(addend));
    }

    /** x += row, a vector, in every row of x. */
    void addRowInPlace(Tensor x, Tensor row) {
        PlanKey key = dnnl.key(Operation.ADD_ROW).add(x).add(row);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            plan = dnnl.cache().put(key, plan(algorithm.binary_add, Dnnl.desc(x), Dnnl.row(row), Dnnl.desc(x)));
        }
        plan.on(x).on(row).on(x).run();
    }

    private Plan plan(algorithm algorithm, memory.desc first, memory.desc second, memory.desc out) {
        return plan(algorithm, first, second, out, Dnnl.deterministic());
    }

    private Plan plan(
            algorithm algorithm, memory.desc first, memory.desc second, memory.desc out, primitive_attr attributes) {
        binary.primitive_desc description =
                new binary.primitive_desc(dnnl.engine(), algorithm.value, first, second, out, attributes, false);
        return dnnl.newPlan()
                .executing(new binary(description))
                .argument(DNNL_ARG_SRC_0, first)
                .argument(DNNL_ARG_SRC_1, second)
                .argument(DNNL_ARG_DST, out);
    }
}
