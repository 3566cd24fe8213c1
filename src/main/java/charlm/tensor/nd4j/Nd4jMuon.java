package charlm.tensor.nd4j;

import charlm.tensor.MuonStep;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Muon as its authors write it down. */
final class Nd4jMuon {
    private Nd4jMuon() {}

    static void apply(INDArray parameters, INDArray gradients, INDArray momentum, MuonStep step) {
        gradients.muli(step.gradientScale());
        momentum.muli(step.momentum()).addi(gradients);
        gradients.addi(momentum.mul(step.momentum()));
        INDArray direction = orthogonalized(gradients);
        parameters.muli(1 - step.rate() * step.decay());
        parameters.subi(direction.muli(step.length(parameters.rows(), parameters.columns())));
    }

    private static INDArray orthogonalized(INDArray matrix) {
        boolean tall = matrix.rows() > matrix.columns();
        INDArray x = tall ? matrix.transpose().dup('c') : matrix.dup('c');
        x.divi(x.norm2Number().doubleValue() + MuonStep.NORM_EPSILON);
        for (int i = 0; i < MuonStep.ITERATIONS; i++) {
            INDArray a = x.mmul(x.transpose()); // (m, n) x (n, m) -> (m, m)
            INDArray b = a.mul(MuonStep.B).addi(a.mmul(a).muli(MuonStep.C));
            x = x.mul(MuonStep.A).addi(b.mmul(x)); // (m, m) x (m, n) -> (m, n)
        }
        return tall ? x.transpose() : x;
    }
}
