package charlm.tensor;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract of gelu and geluBackward. */
interface GeluContract extends EngineContract {
    /** Minus 10 to 10 in steps of 1/8, and three pairs far outside. */
    private static double[] sweep() {
        double[] values = new double[161 + 6];
        for (int i = 0; i <= 160; i++) {
            values[i] = -10 + i / 8.0;
        }
        System.arraycopy(new double[] {-30, 30, -100, 100, -10000, 10000}, 0, values, 161, 6);
        return values;
    }

    private static double[] map(double[] x, DoubleUnaryOperator function) {
        return Arrays.stream(x).map(function).toArray();
    }

    private static double[] times(double[] a, double[] b) {
        double[] product = a.clone();
        Arrays.setAll(product, i -> a[i] * b[i]);
        return product;
    }

    @Test
    default void geluIsExactFromMinusTenToTenAndFiniteBeyond() {
        for (TestTensors tensors : layouts()) {
            Tensor x = tensors.input(sweep(), 167, 1);
            Tensor y = tensors.output(167, 1);
            engine().gelu(x, y);
            assertClose(map(sweep(), ReferenceMath::gelu), y);
            tensors.verify();
        }
    }

    @Test
    default void geluSlopeIsExactFromMinusTenToTenAndFiniteBeyond() {
        for (TestTensors tensors : layouts()) {
            Tensor x = tensors.input(sweep(), 1, 167);
            double[] ones = new double[167];
            Arrays.fill(ones, 1);
            Tensor dX = tensors.output(1, 167);
            engine().geluBackward(x, tensors.input(ones, 1, 167), dX);
            assertClose(map(sweep(), ReferenceMath::geluSlope), dX);
            tensors.verify();
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 127", "127, 7"})
    default void geluAndItsGradientWorkOnAnyShape(int n, int width) {
        for (TestTensors tensors : layouts()) {
            Tensor x = tensors.input(n, width);
            Tensor dY = tensors.input(n, width);
            Tensor y = tensors.output(n, width);
            Tensor dX = tensors.output(n, width);
            engine().gelu(x, y);
            engine().geluBackward(x, dY, dX);
            assertClose(map(x.toDoubles(), ReferenceMath::gelu), y);
            assertClose(times(dY.toDoubles(), map(x.toDoubles(), ReferenceMath::geluSlope)), dX);
            tensors.verify();
        }
    }

    @Test
    default void geluGradientMayReplaceTheOutputGradient() {
        for (TestTensors tensors : layouts()) {
            Tensor x = tensors.input(7, 5);
            Tensor gradient = tensors.changing(7, 5);
            double[] expected = times(gradient.toDoubles(), map(x.toDoubles(), ReferenceMath::geluSlope));
            engine().geluBackward(x, gradient, gradient);
            assertClose(expected, gradient);
            tensors.verify();
        }
    }
}
