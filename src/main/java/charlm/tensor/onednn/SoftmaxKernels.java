package charlm.tensor.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import charlm.tensor.Tensor;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.softmax_backward;
import org.bytedeco.dnnl.softmax_forward;

/** Softmax over the last axis. */
final class SoftmaxKernels {
    private final Dnnl dnnl;

    SoftmaxKernels(Dnnl dnnl) {
        this.dnnl = dnnl;
    }

    /** y = softmax(x); y may be x. */
    void forward(Tensor x, Tensor y) {
        PlanKey key = dnnl.key(Operation.SOFTMAX).add(x).add(y);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            Plan fresh = dnnl.newPlan()
                    .executing(new softmax_forward(forwardDescription(Dnnl.desc(x), Dnnl.desc(y), x.rank() - 1)))
                    .argument(DNNL_ARG_SRC, Dnnl.desc(x))
                    .argument(DNNL_ARG_DST, Dnnl.desc(y));
            plan = dnnl.cache().put(key, fresh);
        }
        plan.on(x).on(y).run();
    }

    /** Turns the gradient of the softmax y into that of its input, in place. */
    void backwardInPlace(Tensor y, Tensor gradient) {
        PlanKey key = dnnl.key(Operation.SOFTMAX_BACKWARD).add(y).add(gradient);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            plan = dnnl.cache().put(key, backwardPlan(y, gradient));
        }
        plan.on(y).on(gradient).on(gradient).run();
    }

    private Plan backwardPlan(Tensor y, Tensor gradient) {
        memory.desc softmax = Dnnl.desc(y);
        memory.desc both = Dnnl.desc(gradient);
        int axis = y.rank() - 1;
        softmax_backward.primitive_desc description = new softmax_backward.primitive_desc(
                dnnl.engine(),
                algorithm.softmax_accurate.value,
                both,
                both,
                softmax,
                axis,
                forwardDescription(softmax, softmax, axis),
                Dnnl.deterministic(),
                false);
        return dnnl.newPlan()
                .executing(new softmax_backward(description))
                .argument(DNNL_ARG_DST, softmax)
                .argument(DNNL_ARG_DIFF_DST, both)
                .argument(DNNL_ARG_DIFF_SRC, both);
    }

    private softmax_forward.primitive_desc forwardDescription(memory.desc x, memory.desc y, int axis) {
        return new softmax_forward.primitive_desc(
                dnnl.engine(),
                prop_kind.forward_training.value,
                algorithm.softmax_accurate.value,
                x,
                y,
                axis,
                Dnnl.deterministic(),
                false);
    }
}
