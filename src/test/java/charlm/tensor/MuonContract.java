package charlm.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract of muon. */
interface MuonContract extends EngineContract {
    double MUON_RATE = 0.03;
    double MUON_MOMENTUM = 0.9;
    double MUON_DECAY = 0.1;

    @ParameterizedTest
    @CsvSource({"1, 1", "5, 5", "3, 8", "8, 3", "1, 6", "33, 70", "70, 33"})
    default void threeStepsOfMuonFollowTheFormula(int rows, int columns) {
        for (TestTensors tensors : layouts()) {
            int length = rows * columns;
            Tensor parameters = tensors.changing(length).slice(0, rows, columns);
            Tensor momentum = tensors.changing(new double[length], length).slice(0, rows, columns);
            double[][] p = TestTensors.rows(parameters);
            double[][] m = new double[rows][columns];
            for (int t = 1; t <= 3; t++) {
                Tensor gradients = tensors.changing(length).slice(0, rows, columns);
                MuonStep step = new MuonStep(MUON_RATE, MUON_MOMENTUM, MUON_DECAY, t == 2 ? 0.25 : 1);
                double[][] g = ReferenceMath.scale(TestTensors.rows(gradients), step.gradientScale());
                m = ReferenceMath.add(ReferenceMath.scale(m, MUON_MOMENTUM), g);
                double[][] nesterov = ReferenceMath.add(g, ReferenceMath.scale(m, MUON_MOMENTUM));
                p = ReferenceMath.add(
                        ReferenceMath.scale(p, 1 - MUON_RATE * MUON_DECAY),
                        ReferenceMath.scale(
                                ReferenceMath.newtonSchulz(nesterov),
                                -MUON_RATE * 0.2 * Math.sqrt(Math.max(rows, columns))));
                engine().muon(parameters, gradients, momentum, step);
            }
            assertClose(p, parameters);
            assertClose(m, momentum);
            tensors.verify();
        }
    }

    /** All directions count alike: the singular values of the step are near 1 whatever those of the gradient are. */
    @ParameterizedTest
    @CsvSource({"6, 6", "4, 9", "9, 4"})
    default void theStepOfMuonIsNearlyOrthogonal(int rows, int columns) {
        TestTensors tensors = new TestTensors(engine(), false, 5);
        Tensor parameters = engine().allocate(rows, columns);
        Tensor gradients = tensors.changing(rows, columns);
        engine().muon(parameters, gradients, engine().allocate(rows, columns), new MuonStep(1, 0, 0, 1));
        double[][] step =
                ReferenceMath.scale(TestTensors.rows(parameters), 1 / (0.2 * Math.sqrt(Math.max(rows, columns))));
        double[][] products = rows < columns
                ? ReferenceMath.multiply(step, ReferenceMath.transpose(step))
                : ReferenceMath.multiply(ReferenceMath.transpose(step), step);
        for (int i = 0; i < products.length; i++) {
            for (int j = 0; j < products.length; j++) {
                assertEquals(i == j ? 1 : 0, products[i][j], 0.55, "element " + i + ", " + j);
            }
        }
    }

    @Test
    default void withoutGradientMuonOnlyDecays() {
        TestTensors tensors = new TestTensors(engine(), false, 6);
        Tensor parameters = tensors.changing(3, 4);
        double[][] expected = ReferenceMath.scale(TestTensors.rows(parameters), 1 - 0.5 * 0.1);
        Tensor momentum = engine().allocate(3, 4);
        engine().muon(parameters, engine().allocate(3, 4), momentum, new MuonStep(0.5, 0.95, 0.1, 1));
        assertClose(expected, parameters);
        assertExactly(new double[12], momentum);
    }

    @Test
    default void muonRefusesWhatIsNotThreeMatricesOfOneShape() {
        Tensor x = engine().allocate(4, 3);
        Tensor transposed = engine().allocate(3, 4);
        Tensor window = engine().allocate(4, 6).columns(0, 3);
        Tensor vector = engine().allocate(12);
        MuonStep step = new MuonStep(0.5, 0.95, 0.1, 1);
        assertThrows(IllegalArgumentException.class, () -> engine().muon(x, transposed, x, step));
        assertThrows(IllegalArgumentException.class, () -> engine().muon(x, x, window, step));
        assertThrows(IllegalArgumentException.class, () -> engine().muon(vector, vector, vector, step));
    }
}
