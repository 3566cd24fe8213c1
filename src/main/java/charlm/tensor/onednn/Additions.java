package charlm.tensor.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import charlm.tensor.Tensor;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl.algorithm;

/** Sums of two tensors of one shape. */
final class Additions {
    private final Dnnl dnnl;

    Additions(Dnnl dnnl) {
        this.dnnl = dnnl;
    }

    /** x += y. */
    void addInPlace(Tensor x, Tensor y) {
        add(x, y, x);
    }

    /** out = x + y; out may be either. */
    void add(Tensor x, Tensor y, Tensor out) {
        PlanKey key = dnnl.key(Operation.ADD).add(x).add(y).add(out).add(out == y ? 1 : 0);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            plan = dnnl.cache().put(key, plan(x, y, out));
        }
        // oneDNN allows the first source, not the second, to be the result
        plan.on(out == y ? y : x).on(out == y ? x : y).on(out).run();
    }

    private Plan plan(Tensor x, Tensor y, Tensor out) {
        Tensor first = out == y ? y : x;
        Tensor second = out == y ? x : y;
        binary.primitive_desc description = new binary.primitive_desc(
                dnnl.engine(),
                algorithm.binary_add.value,
                Dnnl.desc(first),
                Dnnl.desc(second),
                Dnnl.desc(out),
                Dnnl.deterministic(),
                false);
        return dnnl.newPlan()
                .executing(new binary(description))
                .argument(DNNL_ARG_SRC_0, Dnnl.desc(first))
                .argument(DNNL_ARG_SRC_1, Dnnl.desc(second))
                .argument(DNNL_ARG_DST, Dnnl.desc(out));
    }
}
