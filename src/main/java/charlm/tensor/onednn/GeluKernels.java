package charlm.tensor.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import charlm.tensor.Tensor;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;

/** GELU by the error function. */
final class GeluKernels {
    private static final int GELU = algorithm.eltwise_gelu_erf.value;

    private final engine engine;
    private final Kernel forward;
    private final Kernel backward;

    GeluKernels(Dnnl dnnl) {
        engine = dnnl.engine();
        forward = dnnl.kernel(this::forward, DNNL_ARG_SRC, DNNL_ARG_DST);
        backward = dnnl.kernel(this::backward, DNNL_ARG_SRC, DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_SRC);
    }

    void forward(Tensor x, Tensor y) {
        forward.call().on(x).on(y).run();
    }

    private eltwise_forward forward(memory.desc[] layouts, primitive_attr attributes) {
        return new eltwise_forward(description(layouts[0], layouts[1], attributes));
    }

    void backward(Tensor x, Tensor dY, Tensor dX) {
        backward.call().on(x).on(dY).on(dX).run();
    }

    private eltwise_backward backward(memory.desc[] layouts, primitive_attr attributes) {
        memory.desc x = layouts[0];
        return new eltwise_backward(new eltwise_backward.primitive_desc(
                engine, GELU, layouts[2], layouts[1], x, description(x, x, attributes), attributes, false));
    }

    private eltwise_forward.primitive_desc description(memory.desc x, memory.desc y, primitive_attr attributes) {
        return new eltwise_forward.primitive_desc(
                engine, prop_kind.forward_training.value, GELU, x, y, attributes, false);
    }
}
