package charlm.tensor;

import static charlm.tensor.TestTensors.rows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract of crossEntropy. */
interface CrossEntropyContract extends EngineContract {
    double GRADIENT_SCALE = 0.125;

    private static int[] targets(int count, int classes) {
        int[] targets = new int[count];
        Arrays.setAll(targets, i -> (i * 7 + 3) % classes);
        return targets;
    }

    private static double expectedLoss(double[][] logits, int[] targets, int count) {
        double loss = 0;
        for (int i = 0; i < count; i++) {
            loss += ReferenceMath.crossEntropy(logits[i], targets[i]);
        }
        return loss;
    }

    private static double[][] expectedGradient(double[][] logits, int[] targets, int count) {
        double[][] gradient = new double[logits.length][logits[0].length];
        for (int i = 0; i < count; i++) {
            double[] softmax = ReferenceMath.softmax(logits[i], logits[i].length);
            softmax[targets[i]] -= 1;
            gradient[i] = Arrays.stream(softmax).map(x -> x * GRADIENT_SCALE).toArray();
        }
        return gradient;
    }

    private void assertLoss(double expected, double actual) {
        assertEquals(expected, actual, tolerance() * (1 + Math.abs(expected)));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "7, 5, 7", "127, 33, 100", "9, 127, 1", "4, 3, 0"})
    default void lossIsTheSumOverTheScoredRowsAndUnscoredRowsHaveNoGradient(int rows, int classes, int count) {
        for (TestTensors tensors : layouts()) {
            Tensor logits = tensors.input(rows, classes);
            Tensor dLogits = tensors.output(rows, classes);
            int[] targets = targets(rows, classes);
            double loss = engine().crossEntropy(logits, targets, count, GRADIENT_SCALE, dLogits);
            assertLoss(expectedLoss(rows(logits), targets, count), loss);
            assertClose(expectedGradient(rows(logits), targets, count), dLogits);
            tensors.verify();
        }
    }

    @Test
    default void gradientMayReplaceTheLogits() {
        for (TestTensors tensors : layouts()) {
            Tensor logits = tensors.changing(7, 5);
            int[] targets = targets(4, 5);
            double expectedLoss = expectedLoss(rows(logits), targets, 4);
            double[][] expectedGradient = expectedGradient(rows(logits), targets, 4);
            assertLoss(expectedLoss, engine().crossEntropy(logits, targets, 4, GRADIENT_SCALE, logits));
            assertClose(expectedGradient, logits);
            tensors.verify();
        }
    }

    @Test
    default void lossNeedsNoGradient() {
        for (TestTensors tensors : layouts()) {
            Tensor logits = tensors.input(7, 5);
            int[] targets = targets(6, 5);
            double loss = engine().crossEntropy(logits, targets, 6, GRADIENT_SCALE, null);
            assertLoss(expectedLoss(rows(logits), targets, 6), loss);
            tensors.verify();
        }
    }

    @ParameterizedTest
    @CsvSource({"1e3", "1e4", "-1e4"})
    default void hugeLogitsGiveAFiniteLoss(double size) {
        for (TestTensors tensors : layouts()) {
            double[] huge =
                    Arrays.stream(tensors.gaussians(7 * 5)).map(x -> x * size).toArray();
            Tensor logits = tensors.input(huge, 7, 5);
            Tensor dLogits = tensors.output(7, 5);
            int[] targets = targets(7, 5);
            double loss = engine().crossEntropy(logits, targets, 7, GRADIENT_SCALE, dLogits);
            assertLoss(expectedLoss(rows(logits), targets, 7), loss);
            assertClose(expectedGradient(rows(logits), targets, 7), dLogits);
            tensors.verify();
        }
    }

    @Test
    default void targetsOutsideTheVocabularyAreRefused() {
        Tensor logits = engine().allocate(2, 3);
        Tensor wrong = engine().allocate(2, 4);
        for (int[] targets : new int[][] {{0, 3}, {-1, 0}, {0}}) {
            assertThrows(IllegalArgumentException.class, () -> engine().crossEntropy(logits, targets, 2, 1, logits));
        }
        int[] targets = {0, 1, 2};
        assertThrows(IllegalArgumentException.class, () -> engine().crossEntropy(logits, targets, 3, 1, null));
        assertThrows(IllegalArgumentException.class, () -> engine().crossEntropy(logits, targets, 2, 1, wrong));
    }
}
