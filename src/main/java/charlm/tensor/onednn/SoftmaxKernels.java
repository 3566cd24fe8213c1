package charlm.tensor.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import charlm.tensor.Tensor;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.softmax_backward;
import org.bytedeco.dnnl.softmax_forward;

/** Softmax over the columns of each row of a matrix. */
final class SoftmaxKernels {
    private static final int SOFTMAX = algorithm.softmax_accurate.value;
    private static final int AXIS = 1;

    private final engine engine;
    private final Kernel forward;
    private final Kernel backward;

    SoftmaxKernels(Dnnl dnnl) {
        engine = dnnl.engine();
        forward = dnnl.kernel(this::forward, DNNL_ARG_SRC, DNNL_ARG_DST);
        backward = dnnl.kernel(this::backward, DNNL_ARG_DST, DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_SRC);
    }

    /** y = softmax(x); y may be x. */
    void forward(Tensor x, Tensor y) {
        forward.call().on(x).on(y).run();
    }

    /** As {@link #forward(Tensor, Tensor)}, of (rows, columns) elements from {@code xFrom} and {@code yFrom} on. */
    void forward(long rows, long columns, Tensor x, long xFrom, Tensor y, long yFrom) {
        forward.call()
                .onMatrix(x, xFrom, rows, columns)
                .onMatrix(y, yFrom, rows, columns)
                .run();
    }

    private softmax_forward forward(memory.desc[] layouts, primitive_attr attributes) {
        return new softmax_forward(description(layouts[0], layouts[1], attributes));
    }

    /**
     * Turns the gradient of the softmax y, (rows, columns) elements from {@code yFrom} on, into that of its input, in
     * place.
     */
    void backwardInPlace(long rows, long columns, Tensor y, long yFrom, Tensor gradient) {
        backward.call()
                .onMatrix(y, yFrom, rows, columns)
                .onMatrix(gradient, 0, rows, columns)
                .onMatrix(gradient, 0, rows, columns)
                .run();
    }

    private softmax_backward backward(memory.desc[] layouts, primitive_attr attributes) {
        memory.desc y = layouts[0];
        return new softmax_backward(new softmax_backward.primitive_desc(
                engine, SOFTMAX, layouts[2], layouts[1], y, AXIS, description(y, y, attributes), attributes, false));
    }

    private softmax_forward.primitive_desc description(memory.desc x, memory.desc y, primitive_attr attributes) {
        return new softmax_forward.primitive_desc(
                engine, prop_kind.forward_training.value, SOFTMAX, x, y, AXIS, attributes, false);
    }
}
