package charlm.tensor;

import static charlm.tensor.TestTensors.rows;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract of layerNorm and layerNormBackward. */
interface LayerNormContract extends EngineContract {
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 7", "7, 1", "7, 127", "127, 16"})
    default void rowsAreNormalisedScaledAndShifted(int n, int width) {
        for (TestTensors tensors : layouts()) {
            Tensor x = tensors.input(n, width);
            Tensor gain = tensors.input(width);
            Tensor bias = tensors.input(width);
            Tensor y = tensors.output(n, width);
            Tensor mean = tensors.output(n);
            Tensor variance = tensors.output(n);
            engine().layerNorm(x, gain, bias, y, mean, variance);
            assertClose(expected(rows(x), gain.toDoubles(), bias.toDoubles()), y);
            assertClose(Arrays.stream(rows(x)).mapToDouble(ReferenceMath::mean).toArray(), mean);
            assertClose(
                    Arrays.stream(rows(x)).mapToDouble(ReferenceMath::variance).toArray(), variance);
            tensors.verify();
        }
    }

    private static double[][] expected(double[][] x, double[] gain, double[] bias) {
        double[][] y = new double[x.length][];
        for (int row = 0; row < x.length; row++) {
            double[] normal = ReferenceMath.normalised(x[row]);
            y[row] = new double[normal.length];
            for (int i = 0; i < normal.length; i++) {
                y[row][i] = normal[i] * gain[i] + bias[i];
            }
        }
        return y;
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 7", "7, 1", "7, 127", "127, 16"})
    default void gradientsOfALayerNormMatchItsJacobian(int n, int width) {
        for (TestTensors tensors : layouts()) {
            Tensor x = tensors.input(n, width);
            Tensor dY = tensors.input(n, width);
            Tensor gain = tensors.input(width);
            Tensor mean = tensors.input(
                    Arrays.stream(rows(x)).mapToDouble(ReferenceMath::mean).toArray(), n);
            Tensor variance = tensors.input(
                    Arrays.stream(rows(x)).mapToDouble(ReferenceMath::variance).toArray(), n);
            Tensor dX = tensors.output(n, width);
            Tensor dGain = tensors.changing(width);
            Tensor dBias = tensors.changing(width);
            double[] expectedGain = dGain.toDoubles();
            double[] expectedBias = ReferenceMath.add(dBias.toDoubles(), ReferenceMath.columnSums(rows(dY)));
            double[][] expectedX = expectedGradients(rows(x), rows(dY), gain.toDoubles(), expectedGain);
            engine().layerNormBackward(dY, x, gain, mean, variance, dX, dGain, dBias);
            assertClose(expectedX, dX);
            assertClose(expectedGain, dGain);
            assertClose(expectedBias, dBias);
            tensors.verify();
        }
    }

    /** Returns dX and adds to {@code dGain}. */
    private static double[][] expectedGradients(double[][] x, double[][] dY, double[] gain, double[] dGain) {
        double[][] dX = new double[x.length][];
        for (int row = 0; row < x.length; row++) {
            double[] normal = ReferenceMath.normalised(x[row]);
            double[] dNormal = new double[normal.length];
            for (int i = 0; i < normal.length; i++) {
                dNormal[i] = dY[row][i] * gain[i];
                dGain[i] += dY[row][i] * normal[i];
            }
            dX[row] = ReferenceMath.normalisedBackward(x[row], dNormal);
        }
        return dX;
    }

    @Test
    default void aConstantRowBecomesTheBias() {
        for (TestTensors tensors : layouts()) {
            double[] constant = new double[3 * 8];
            Arrays.fill(constant, 2.5);
            Tensor bias = tensors.input(8);
            Tensor y = tensors.output(3, 8);
            engine().layerNorm(
                            tensors.input(constant, 3, 8),
                            tensors.input(8),
                            bias,
                            y,
                            tensors.output(3),
                            tensors.output(3));
            assertClose(new double[][] {bias.toDoubles(), bias.toDoubles(), bias.toDoubles()}, y);
            tensors.verify();
        }
    }

    @Test
    default void rowsFarFromZeroKeepTheirVariance() {
        final double offset = 1000;
        for (TestTensors tensors : layouts()) {
            double[] values = tensors.gaussians(7 * 127);
            Arrays.setAll(values, i -> values[i] + offset);
            Tensor x = tensors.input(values, 7, 127);
            Tensor variance = tensors.output(7);
            engine().layerNorm(
                            x,
                            tensors.input(127),
                            tensors.input(127),
                            tensors.output(7, 127),
                            tensors.output(7),
                            variance);
            double[] expected =
                    Arrays.stream(rows(x)).mapToDouble(ReferenceMath::variance).toArray();
            assertClose(expected, variance, tolerance() * offset / 10);
            tensors.verify();
        }
    }

    @Test
    default void epsilonHoldsRowsOfTinyVariance() {
        for (TestTensors tensors : layouts()) {
            double[] tiny =
                    Arrays.stream(tensors.gaussians(7 * 16)).map(v -> v / 1000).toArray();
            Tensor x = tensors.input(tiny, 7, 16);
            Tensor gain = tensors.input(16);
            Tensor bias = tensors.input(16);
            Tensor y = tensors.output(7, 16);
            engine().layerNorm(x, gain, bias, y, tensors.output(7), tensors.output(7));
            assertClose(expected(rows(x), gain.toDoubles(), bias.toDoubles()), y);
            tensors.verify();
        }
    }

    @Test
    default void shapesThatDoNotFitALayerNormAreRefused() {
        Tensor x = engine().allocate(2, 3);
        Tensor gain = engine().allocate(3);
        Tensor rows = engine().allocate(2);
        assertThrows(IllegalArgumentException.class, () -> engine().layerNorm(x, rows, gain, x, rows, rows));
        assertThrows(IllegalArgumentException.class, () -> engine().layerNorm(x, gain, gain, x, gain, rows));
        assertThrows(IllegalArgumentException.class, () -> engine().layerNormBackward(
                        x, x, gain, rows, rows, x, rows, gain));
    }
}
