package charlm.tensor.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Exact GELU from the error function. ND4J's own {@code GELU} and {@code PreciseGELU} are approximations, and their
 * derivatives give NaN for large inputs.
 */
final class GeluFormula {
    private static final double SQRT_TWO = Math.sqrt(2);
    private static final double SQRT_TWO_PI = Math.sqrt(2 * Math.PI);

    private GeluFormula() {}

    /** Returns x Phi(x). */
    static INDArray value(INDArray x) {
        return normalCdf(x).muli(x);
    }

    /** Returns Phi(x) + x phi(x). */
    static INDArray derivative(INDArray x) {
        INDArray density = Transforms.exp(x.mul(x).muli(-0.5), false).divi(SQRT_TWO_PI);
        return normalCdf(x).addi(density.muli(x));
    }

    private static INDArray normalCdf(INDArray x) {
        return Nd4j.math().erf(x.div(SQRT_TWO)).addi(1).muli(0.5);
    }
}
