package charlm.tensor.nd4j;

import static charlm.tensor.nd4j.Nd4jStorage.array;

import charlm.tensor.AdamWStep;
import charlm.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** AdamW as PyTorch computes it; ND4J has no AdamW, and its Adam adds epsilon elsewhere. */
final class Nd4jAdamW {
    private Nd4jAdamW() {}

    static double squaredNorm(Tensor x) {
        INDArray exact = array(x).castTo(DataType.DOUBLE);
        return exact.mul(exact).sumNumber().doubleValue();
    }

    static void apply(Tensor parameters, Tensor gradients, Tensor firstMoment, Tensor secondMoment, AdamWStep step) {
        INDArray p = flat(parameters);
        INDArray m = flat(firstMoment);
        INDArray v = flat(secondMoment);
        INDArray g = flat(gradients).mul(step.gradientScale());
        m.muli(step.beta1()).addi(g.mul(1 - step.beta1()));
        v.muli(step.beta2()).addi(g.muli(g).muli(1 - step.beta2()));
        INDArray root = Transforms.sqrt(v.div(step.biasCorrection2()), false).addi(step.epsilon());
        p.muli(1 - step.rate() * step.decay());
        p.subi(m.div(root).muli(step.rate() / step.biasCorrection1()));
    }

    private static INDArray flat(Tensor x) {
        return x.rank() == 1 ? array(x) : array(x.reshape(x.length()));
    }
}
