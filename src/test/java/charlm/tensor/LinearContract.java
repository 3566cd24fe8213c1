package charlm.tensor;

import static charlm.tensor.ReferenceMath.add;
import static charlm.tensor.ReferenceMath.columnSums;
import static charlm.tensor.ReferenceMath.multiply;
import static charlm.tensor.ReferenceMath.transpose;
import static charlm.tensor.TestTensors.rows;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract of linear, linearBackwardInput and linearBackwardWeight. */
interface LinearContract extends EngineContract {
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 7, 127", "7, 1, 5", "7, 5, 1", "127, 127, 7", "33, 64, 48"})
    default void linearMultipliesByTheTransposedWeightAndAddsTheBias(int n, int in, int out) {
        for (TestTensors tensors : layouts()) {
            Tensor x = tensors.input(n, in);
            Tensor weight = tensors.input(out, in);
            Tensor bias = tensors.input(out);
            Tensor y = tensors.output(n, out);
            engine().linear(x, weight, bias, y);
            double[][] product = multiply(rows(x), transpose(rows(weight)));
            for (double[] row : product) {
                Arrays.setAll(row, i -> row[i] + bias.toDoubles()[i]);
            }
            assertClose(product, y);
            tensors.verify();
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "7, 5, 127"})
    default void linearWithoutBiasIsTheProduct(int n, int in, int out) {
        for (TestTensors tensors : layouts()) {
            Tensor x = tensors.input(n, in);
            Tensor weight = tensors.input(out, in);
            Tensor y = tensors.output(n, out);
            engine().linear(x, weight, null, y);
            assertClose(multiply(rows(x), transpose(rows(weight))), y);
            tensors.verify();
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 7, 127", "7, 1, 5", "7, 5, 1", "127, 127, 7", "33, 64, 48"})
    default void inputGradientIsTheOutputGradientTimesTheWeight(int n, int in, int out) {
        for (TestTensors tensors : layouts()) {
            Tensor dY = tensors.input(n, out);
            Tensor weight = tensors.input(out, in);
            Tensor dX = tensors.output(n, in);
            engine().linearBackwardInput(dY, weight, dX);
            assertClose(multiply(rows(dY), rows(weight)), dX);
            tensors.verify();
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 7, 127", "7, 1, 5", "7, 5, 1", "127, 127, 7", "33, 64, 48", "1103, 5, 3"})
    default void weightAndBiasGradientsAreAddedToWhatIsThere(int n, int in, int out) {
        for (TestTensors tensors : layouts()) {
            Tensor dY = tensors.input(n, out);
            Tensor x = tensors.input(n, in);
            Tensor dWeight = tensors.changing(out, in);
            Tensor dBias = tensors.changing(out);
            double[][] expectedWeight = rows(dWeight);
            double[] expectedBias = dBias.toDoubles();
            for (int call = 0; call < 2; call++) {
                engine().linearBackwardWeight(dY, x, dWeight, dBias);
                expectedWeight = add(expectedWeight, multiply(transpose(rows(dY)), rows(x)));
                expectedBias = add(expectedBias, columnSums(rows(dY)));
            }
            assertClose(expectedWeight, dWeight);
            assertClose(expectedBias, dBias);
            tensors.verify();
        }
    }

    @Test
    default void weightGradientNeedsNoBias() {
        for (TestTensors tensors : layouts()) {
            Tensor dY = tensors.input(7, 5);
            Tensor x = tensors.input(7, 3);
            Tensor dWeight = tensors.changing(5, 3);
            double[][] expected = add(rows(dWeight), multiply(transpose(rows(dY)), rows(x)));
            engine().linearBackwardWeight(dY, x, dWeight, null);
            assertClose(expected, dWeight);
            tensors.verify();
        }
    }

    @Test
    default void shapesThatDoNotFitALinearMapAreRefused() {
        Tensor x = engine().allocate(2, 3);
        Tensor weight = engine().allocate(5, 3);
        Tensor y = engine().allocate(2, 5);
        Tensor wrong = engine().allocate(3, 4);
        Tensor wrongBias = engine().allocate(4);
        assertThrows(IllegalArgumentException.class, () -> engine().linear(x, wrong, null, y));
        assertThrows(IllegalArgumentException.class, () -> engine().linear(x, weight, wrongBias, y));
        assertThrows(IllegalArgumentException.class, () -> engine().linear(x, weight, null, wrong));
        assertThrows(IllegalArgumentException.class, () -> engine().linearBackwardInput(y, weight, wrong));
        assertThrows(IllegalArgumentException.class, () -> engine().linearBackwardWeight(y, x, wrong, null));
        assertThrows(IllegalArgumentException.class, () -> engine().linearBackwardWeight(y, x, weight, wrongBias));
    }
}
