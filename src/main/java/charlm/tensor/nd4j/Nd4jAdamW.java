package charlm.tensor.nd4j;

import charlm.tensor.AdamWStep;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** AdamW as PyTorch computes it; ND4J has no AdamW, and its Adam adds epsilon elsewhere. */
final class Nd4jAdamW {
    private Nd4jAdamW() {}

    static void apply(INDArray p, INDArray gradient, INDArray m, INDArray v, AdamWStep step) {
        INDArray g = gradient.mul(step.gradientScale());
        m.muli(step.beta1()).addi(g.mul(1 - step.beta1()));
        v.muli(step.beta2()).addi(g.muli(g).muli(1 - step.beta2()));
        INDArray root = Transforms.sqrt(v.div(step.biasCorrection2()), false).addi(step.epsilon());
        p.muli(1 - step.rate() * step.decay());
        p.subi(m.div(root).muli(step.rate() / step.biasCorrection1()));
    }
}
