package charlm.tensor.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Exact GELU from {@code Erf}: ND4J's {@code GELU} and {@code PreciseGELU} compute other functions. */
final class Nd4jGelu {
    private static final double SQRT_HALF = Math.sqrt(0.5);
    private static final double INVERSE_SQRT_TWO_PI = 1 / Math.sqrt(2 * Math.PI);

    private Nd4jGelu() {}

    static void forward(INDArray x, INDArray y) {
        y.assign(cumulative(x).muli(x));
    }

    static void backward(INDArray x, INDArray dY, INDArray dX) {
        // forward: y = x cdf(x), so dy/dx = cdf(x) + x pdf(x)
        INDArray density = Transforms.exp(x.mul(x).muli(-0.5), false).muli(INVERSE_SQRT_TWO_PI);
        INDArray slope = density.muli(x).addi(cumulative(x));
        dX.assign(slope.muli(dY));
    }

    /** Returns (1 + erf(x / sqrt 2)) / 2, the standard normal's distribution function. */
    private static INDArray cumulative(INDArray x) {
        INDArray scaled = x.mul(SQRT_HALF);
        return Nd4j.exec(new Erf(scaled, scaled)).addi(1).muli(0.5);
    }
}
