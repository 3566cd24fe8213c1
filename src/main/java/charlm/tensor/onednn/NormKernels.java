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
import charlm.tensor.Tensor;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.layer_normalization_backward;
import org.bytedeco.dnnl.layer_normalization_forward;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.buffer.DataType;

/** Layer norm with gain and bias, keeping the statistics for the backward pass. */
final class NormKernels {
    private static final int GAIN_AND_BIAS = normalization_flags.use_scale.value | normalization_flags.use_shift.value;
    private static final float EPSILON = (float) Engine.LAYER_NORM_EPSILON;

    private final Dnnl dnnl;
    private final Arithmetic arithmetic;
    private final DenseCopies dense;
    private final Scratch dGainAndBias = new Scratch(DataType.FLOAT);

    NormKernels(Dnnl dnnl, Arithmetic arithmetic, Conversions conversions) {
        this.dnnl = dnnl;
        this.arithmetic = arithmetic;
        dense = new DenseCopies(conversions);
    }

    /** oneDNN's layer norm reads no row stride but the width, so that other rows go through dense copies. */
    void forward(Tensor x, Tensor gain, Tensor bias, Tensor y, Tensor mean, Tensor variance) {
        Tensor denseY = dense.output(0, y);
        forwardDense(dense.input(1, x), gain, bias, denseY, mean, variance);
        dense.finish(denseY, y);
    }

    private void forwardDense(Tensor x, Tensor gain, Tensor bias, Tensor y, Tensor mean, Tensor variance) {
        PlanKey key = dnnl.key(Operation.LAYER_NORM).add(x).add(y);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            plan = dnnl.cache().put(key, forwardPlan(x, y, mean, gain));
        }
        plan.on(x).on(y).on(mean).on(variance).on(gain).on(bias).run();
    }

    private Plan forwardPlan(Tensor x, Tensor y, Tensor statistics, Tensor vector) {
        memory.desc stats = Dnnl.desc(statistics);
        return dnnl.newPlan()
                .executing(new layer_normalization_forward(forwardDescription(x, y, stats)))
                .argument(DNNL_ARG_SRC, Dnnl.desc(x))
                .argument(DNNL_ARG_DST, Dnnl.desc(y))
                .argument(DNNL_ARG_MEAN, stats)
                .argument(DNNL_ARG_VARIANCE, stats)
                .argument(DNNL_ARG_SCALE, Dnnl.desc(vector))
                .argument(DNNL_ARG_SHIFT, Dnnl.desc(vector));
    }

    private layer_normalization_forward.primitive_desc forwardDescription(Tensor x, Tensor y, memory.desc stats) {
        return new layer_normalization_forward.primitive_desc(
                dnnl.engine(),
                prop_kind.forward_training.value,
                Dnnl.desc(x),
                Dnnl.desc(y),
                stats,
                EPSILON,
                GAIN_AND_BIAS,
                Dnnl.deterministic(),
                false);
    }

    void backward(
            Tensor dY, Tensor x, Tensor gain, Tensor mean, Tensor variance, Tensor dX, Tensor dGain, Tensor dBias) {
        Tensor denseDX = dense.output(0, dX);
        backwardDense(dense.input(1, dY), dense.input(2, x), gain, mean, variance, denseDX, dGain, dBias);
        dense.finish(denseDX, dX);
    }

    private void backwardDense(
            Tensor dY, Tensor x, Tensor gain, Tensor mean, Tensor variance, Tensor dX, Tensor dGain, Tensor dBias) {
        int width = (int) gain.length();
        Tensor freshGain = dGainAndBias.vector(0, width);
        Tensor freshBias = dGainAndBias.vector(1, width);
        PlanKey key = dnnl.key(Operation.LAYER_NORM_BACKWARD).add(dY).add(x).add(dX);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            plan = dnnl.cache().put(key, backwardPlan(dY, x, mean, gain, dX));
        }
        plan.on(x)
                .on(dY)
                .on(mean)
                .on(variance)
                .on(gain)
                .on(dX)
                .on(freshGain)
                .on(freshBias)
                .run();
        arithmetic.addInPlace(dGain, freshGain);
        arithmetic.addInPlace(dBias, freshBias);
    }

    private Plan backwardPlan(Tensor dY, Tensor x, Tensor statistics, Tensor vector, Tensor dX) {
        memory.desc stats = Dnnl.desc(statistics);
        layer_normalization_backward.primitive_desc description = new layer_normalization_backward.primitive_desc(
                dnnl.engine(),
                prop_kind.backward.value,
                Dnnl.desc(dX),
                Dnnl.desc(dY),
                Dnnl.desc(x),
                stats,
                EPSILON,
                GAIN_AND_BIAS,
                forwardDescription(x, dY, stats),
                Dnnl.deterministic(),
                false);
        return dnnl.newPlan()
                .executing(new layer_normalization_backward(description))
                .argument(DNNL_ARG_SRC, Dnnl.desc(x))
                .argument(DNNL_ARG_DIFF_DST, Dnnl.desc(dY))
                .argument(DNNL_ARG_MEAN, stats)
                .argument(DNNL_ARG_VARIANCE, stats)
                .argument(DNNL_ARG_SCALE, Dnnl.desc(vector))
                .argument(DNNL_ARG_DIFF_SRC, Dnnl.desc(dX))
                .argument(DNNL_ARG_DIFF_SCALE, Dnnl.desc(vector))
                .argument(DNNL_ARG_DIFF_SHIFT, Dnnl.desc(vector));
    }
}
