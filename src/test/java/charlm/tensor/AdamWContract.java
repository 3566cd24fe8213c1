package charlm.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of squaredNorm and adamW. */
interface AdamWContract extends EngineContract {
    double DOUBLE_PRECISION = 1e-12;
    double RATE = 6e-2;

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 127, 100_003})
    default void squaredNormIsAccumulatedInDoublePrecision(int length) {
        for (TestTensors tensors : layouts()) {
            Tensor x = tensors.input(length);
            double expected = Arrays.stream(x.toDoubles()).map(v -> v * v).sum();
            assertEquals(expected, engine().squaredNorm(x), DOUBLE_PRECISION * expected);
            tensors.verify();
        }
    }

    @Test
    default void squaredNormOfAWindowLeavesItsSurroundingsOut() {
        for (TestTensors tensors : layouts()) {
            Tensor x = tensors.input(7, 5);
            double expected = Arrays.stream(x.toDoubles()).map(v -> v * v).sum();
            assertEquals(expected, engine().squaredNorm(x), DOUBLE_PRECISION * expected);
            tensors.verify();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 127, 4099})
    default void fiveStepsOfAdamWFollowTheFormula(int length) {
        for (TestTensors tensors : layouts()) {
            takeFiveSteps(tensors, length, 1);
        }
    }

    @Test
    default void epsilonIsAddedToTheRootOfTheCorrectedMoment() {
        for (TestTensors tensors : layouts()) {
            takeFiveSteps(tensors, 127, 1e-8); // gradients as small as epsilon
        }
    }

    private void takeFiveSteps(TestTensors tensors, int length, double gradientSize) {
        Tensor parameters = tensors.changing(length);
        Tensor first = tensors.changing(new double[length], length);
        Tensor second = tensors.changing(new double[length], length);
        double[] p = parameters.toDoubles();
        double[] m = new double[length];
        double[] v = new double[length];
        for (int t = 1; t <= 5; t++) {
            double[] values = tensors.gaussians(length);
            Arrays.setAll(values, i -> values[i] * gradientSize);
            Tensor gradients = tensors.input(values, length);
            AdamWStep step = new AdamWStep(t, RATE, 0.9, 0.95, 1e-8, 0.1, t == 3 ? 0.25 : 1);
            engine().adamW(parameters, gradients, first, second, step);
            follow(p, gradients.toDoubles(), m, v, t, step.gradientScale());
        }
        assertClose(p, parameters);
        assertClose(m, first);
        assertClose(v, second);
        tensors.verify();
    }

    private static void follow(double[] p, double[] gradient, double[] m, double[] v, int t, double scale) {
        for (int i = 0; i < p.length; i++) {
            double g = gradient[i] * scale;
            m[i] = 0.9 * m[i] + 0.1 * g;
            v[i] = 0.95 * v[i] + 0.05 * g * g;
            double corrected = v[i] / (1 - Math.pow(0.95, t));
            p[i] -= RATE * 0.1 * p[i];
            p[i] -= RATE / (1 - Math.pow(0.9, t)) * m[i] / (Math.sqrt(corrected) + 1e-8);
        }
    }

    @Test
    default void aZeroGradientOnlyDecays() {
        for (TestTensors tensors : layouts()) {
            Tensor parameters = tensors.changing(9);
            double[] expected = Arrays.stream(parameters.toDoubles())
                    .map(x -> x * (1 - 0.5 * 0.1))
                    .toArray();
            Tensor moment = tensors.changing(new double[9], 9);
            Tensor zero = tensors.input(new double[9], 9);
            Tensor other = tensors.changing(new double[9], 9);
            engine().adamW(parameters, zero, moment, other, new AdamWStep(1, 0.5, 0.9, 0.95, 1e-8, 0.1, 1));
            assertClose(expected, parameters);
            assertExactly(new double[9], moment);
            tensors.verify();
        }
    }

    @Test
    default void tensorsOfOtherLengthsAreRefused() {
        Tensor x = engine().allocate(4);
        Tensor wrong = engine().allocate(5);
        AdamWStep step = new AdamWStep(1, 0.5, 0.9, 0.95, 1e-8, 0.1, 1);
        assertThrows(IllegalArgumentException.class, () -> engine().adamW(x, wrong, x, x, step));
        assertThrows(IllegalArgumentException.class, () -> engine().adamW(x, x, x, wrong, step));
        Tensor window = engine().allocate(2, 4).columns(0, 2);
        assertThrows(IllegalArgumentException.class, () -> engine().adamW(x, window, x, x, step));
    }
}
