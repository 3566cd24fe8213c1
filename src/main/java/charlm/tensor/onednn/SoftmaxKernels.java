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

/** Softmax over the columns of each row of a matrix. */
final class SoftmaxKernels {
    private static final int AXIS = 1;

    private final Dnnl dnnl;

    SoftmaxKernels(Dnnl dnnl) {
        this.dnnl = dnnl;
    }

    /** y = softmax(x); y may be x. */
    void forward(Tensor x, Tensor y) {
        PlanKey key = dnnl.key(Operation.SOFTMAX).add(x).add(y);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            plan = dnnl.cache().put(key, forwardPlan(Dnnl.desc(x), Dnnl.desc(y)));
        }
        plan.on(x).on(y).run();
    }

    /** As {@link #forward(Tensor, Tensor)}, of (rows, columns) elements from {@code xFrom} and {@code yFrom} on. */
    void forward(long rows, long columns, Tensor x, long xFrom, Tensor y, long yFrom) {
        PlanKey key = blockKey(Operation.SOFTMAX_BLOCK, rows, columns, x, y);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            Plan fresh =
                    forwardPlan(Dnnl.matrix(x.dataType(), rows, columns), Dnnl.matrix(y.dataType(), rows, columns));
            plan = dnnl.cache().put(key, fresh);
        }
        plan.on(x, xFrom).on(y, yFrom).run();
    }

    /**
     * Turns the gradient of the softmax y, (rows, columns) elements from {@code yFrom} on, into that of its input, in
     * place.
     */
    void backwardInPlace(long rows, long columns, Tensor y, long yFrom, Tensor gradient) {
        PlanKey key = blockKey(Operation.SOFTMAX_BLOCK_BACKWARD, rows, columns, y, gradient);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            Plan fresh = backwardPlan(
                    Dnnl.matrix(y.dataType(), rows, columns), Dnnl.matrix(gradient.dataType(), rows, columns));
            plan = dnnl.cache().put(key, fresh);
        }
        plan.on(y, yFrom).on(gradient).on(gradient).run();
    }

    private PlanKey blockKey(Operation operation, long rows, long columns, Tensor first, Tensor second) {
        return dnnl.key(operation)
                .add(rows)
                .add(columns)
                .add(first.dataType().ordinal())
                .add(second.dataType().ordinal());
    }

    private Plan forwardPlan(memory.desc x, memory.desc y) {
        return dnnl.newPlan()
                .executing(new softmax_forward(forwardDescription(x, y)))
                .argument(DNNL_ARG_SRC, x)
                .argument(DNNL_ARG_DST, y);
    }

    private Plan backwardPlan(memory.desc softmax, memory.desc both) {
        softmax_backward.primitive_desc description = new softmax_backward.primitive_desc(
                dnnl.engine(),
                algorithm.softmax_accurate.value,
                both,
                both,
                softmax,
                AXIS,
                forwardDescription(softmax, softmax),
                Dnnl.deterministic(),
                false);
        return dnnl.newPlan()
                .executing(new softmax_backward(description))
                .argument(DNNL_ARG_DST, softmax)
                .argument(DNNL_ARG_DIFF_DST, both)
                .argument(DNNL_ARG_DIFF_SRC, both);
    }

    private softmax_forward.primitive_desc forwardDescription(memory.desc x, memory.desc y) {
        return new softmax_forward.primitive_desc(
                dnnl.engine(),
                prop_kind.forward_training.value,
                algorithm.softmax_accurate.value,
                x,
                y,
                AXIS,
                Dnnl.deterministic(),
                false);
    }
}
