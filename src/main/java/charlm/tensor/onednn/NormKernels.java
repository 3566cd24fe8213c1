package charlm.tensor.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;

import charlm.tensor.Engine;
import charlm.tensor.NumberType;
import charlm.tensor.Tensor;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.layer_normalization_backward;
import org.bytedeco.dnnl.layer_normalization_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;

/**
 * Layer norm with gain and bias, keeping the statistics for the backward pass. oneDNN's reads no row stride but the
 * width, so that other rows go through dense copies.
 */
final class NormKernels {
    private static final int GAIN_AND_BIAS = normalization_flags.use_scale.value | normalization_flags.use_shift.value;
    private static final int STATISTICS = 3; // the argument with the mean
    private static final float EPSILON = (float) Engine.LAYER_NORM_EPSILON;

    private final engine engine;
    private final Kernel forward;
    private final Kernel backward;
    private final Arithmetic arithmetic;
    private final StandIns standIns;
    private final Scratch dGainAndBias = new Scratch(NumberType.FLOAT);

    NormKernels(Dnnl dnnl, Arithmetic arithmetic, Conversions conversions) {
        this.arithmetic = arithmetic;
        engine = dnnl.engine();
        standIns = new StandIns(conversions);
        forward = dnnl.kernel(
                this::forward,
                DNNL_ARG_SRC,
                DNNL_ARG_DST,
                DNNL_ARG_MEAN,
                DNNL_ARG_VARIANCE,
                DNNL_ARG_SCALE,
                DNNL_ARG_SHIFT);
        backward = dnnl.kernel(
                this::backward,
                DNNL_ARG_SRC,
                DNNL_ARG_DIFF_DST,
                DNNL_ARG_DIFF_SRC,
                DNNL_ARG_MEAN,
                DNNL_ARG_VARIANCE,
                DNNL_ARG_SCALE,
                DNNL_ARG_DIFF_SCALE,
                DNNL_ARG_DIFF_SHIFT);
    }

    void forward(Tensor x, Tensor gain, Tensor bias, Tensor y, Tensor mean, Tensor variance) {
        Tensor denseX = standIns.dense(0, x);
        Tensor denseY = standIns.denseOutput(1, y);
        forward.call()
                .on(denseX)
                .on(denseY)
                .on(mean)
                .on(variance)
                .on(gain)
                .on(bias)
                .run();
        standIns.finish(denseY, y);
    }

    private layer_normalization_forward forward(memory.desc[] layouts, primitive_attr attributes) {
        return new layer_normalization_forward(description(layouts[0], layouts[1], layouts[2], attributes));
    }

    private layer_normalization_forward.primitive_desc description(
            memory.desc x, memory.desc y, memory.desc statistics, primitive_attr attributes) {
        return new layer_normalization_forward.primitive_desc(
                engine, prop_kind.forward_training.value, x, y, statistics, EPSILON, GAIN_AND_BIAS, attributes, false);
    }

    void backward(
            Tensor dY, Tensor x, Tensor gain, Tensor mean, Tensor variance, Tensor dX, Tensor dGain, Tensor dBias) {
        Tensor denseX = standIns.dense(0, x);
        Tensor denseDY = standIns.dense(1, dY);
        Tensor denseDX = standIns.denseOutput(2, dX);
        Tensor addedGain = dGainAndBias.vector(0, gain.length());
        Tensor addedBias = dGainAndBias.vector(1, gain.length());
        backward.call()
                .on(denseX)
                .on(denseDY)
                .on(denseDX)
                .on(mean)
                .on(variance)
                .on(gain)
                .on(addedGain)
                .on(addedBias)
                .run();
        standIns.finish(denseDX, dX);
        arithmetic.addInPlace(dGain, addedGain);
        arithmetic.addInPlace(dBias, addedBias);
    }

    private layer_normalization_backward backward(memory.desc[] layouts, primitive_attr attributes) {
        memory.desc x = layouts[0];
        memory.desc dY = layouts[1];
        memory.desc dX = layouts[2];
        memory.desc statistics = layouts[STATISTICS];
        return new layer_normalization_backward(new layer_normalization_backward.primitive_desc(
                engine,
                prop_kind.backward.value,
                dX,
                dY,
                x,
                statistics,
                EPSILON,
                GAIN_AND_BIAS,
                description(x, dY, statistics, attributes),
                attributes,
                false));
    }
}
