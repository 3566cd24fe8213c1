package charlm.tensor.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import charlm.tensor.Tensor;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;

/** GELU by the error function. */
final class GeluKernels {
    private final Dnnl dnnl;

    GeluKernels(Dnnl dnnl) {
        this.dnnl = dnnl;
    }

    void forward(Tensor x, Tensor y) {
        PlanKey key = dnnl.key(Operation.GELU).add(x).add(y);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            Plan fresh = dnnl.newPlan()
                    .executing(new eltwise_forward(forwardDescription(Dnnl.desc(x), Dnnl.desc(y))))
                    .argument(DNNL_ARG_SRC, Dnnl.desc(x))
                    .argument(DNNL_ARG_DST, Dnnl.desc(y));
            plan = dnnl.cache().put(key, fresh);
        }
        plan.on(x).on(y).run();
    }

    void backward(Tensor x, Tensor dY, Tensor dX) {
        PlanKey key = dnnl.key(Operation.GELU_BACKWARD).add(x).add(dY).add(dX);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            plan = dnnl.cache().put(key, backwardPlan(x, dY, dX));
        }
        plan.on(x).on(dY).on(dX).run();
    }

    private Plan backwardPlan(Tensor x, Tensor dY, Tensor dX) {
        eltwise_backward.primitive_desc description = new eltwise_backward.primitive_desc(
                dnnl.engine(),
                algorithm.eltwise_gelu_erf.value,
                Dnnl.desc(dX),
                Dnnl.desc(dY),
                Dnnl.desc(x),
                forwardDescription(Dnnl.desc(x), Dnnl.desc(x)),
                Dnnl.deterministic(),
                false);
        return dnnl.newPlan()
                .executing(new eltwise_backward(description))
                .argument(DNNL_ARG_SRC, Dnnl.desc(x))
                .argument(DNNL_ARG_DIFF_DST, Dnnl.desc(dY))
                .argument(DNNL_ARG_DIFF_SRC, Dnnl.desc(dX));
    }

    private eltwise_forward.primitive_desc forwardDescription(memory.desc x, memory.desc y) {
        return new eltwise_forward.primitive_desc(
                dnnl.engine(),
                prop_kind.forward_training.value,
                algorithm.eltwise_gelu_erf.value,
                x,
                y,
                Dnnl.deterministic(),
                false);
    }
}
