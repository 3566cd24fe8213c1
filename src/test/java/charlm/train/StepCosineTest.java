package charlm.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class StepCosineTest {
    private static final double TOLERANCE = 1e-12;
    private static final StepCosine SCHEDULE = new StepCosine(10, 110, 0.02);

    /** @param step counted from 1 */
    private static double inStep(StepCosine schedule, long step) {
        return schedule.multiplier(new Progress(step - 1, step - 1, 0, 1));
    }

    @Test
    void theRateRisesInEqualStepsIsFullOnceAndEndsAtItsFloor() {
        assertEquals(0.1, inStep(SCHEDULE, 1), TOLERANCE);
        assertEquals(0.5, inStep(SCHEDULE, 5), TOLERANCE);
        assertEquals(1, inStep(SCHEDULE, 10), TOLERANCE);
        assertEquals(0.51, inStep(SCHEDULE, 60), TOLERANCE);
        assertEquals(0.02, inStep(SCHEDULE, 110), TOLERANCE);
        assertEquals(0.02, inStep(SCHEDULE, 500), TOLERANCE);
    }

    @Test
    void afterTheWarmupTheRateOnlyFalls() {
        for (int step = 11; step <= 110; step++) {
            assertTrue(inStep(SCHEDULE, step) < inStep(SCHEDULE, step - 1), "step " + step);
        }
    }

    @Test
    void withoutWarmupTheFirstStepIsNearlyFull() {
        assertEquals(1, inStep(new StepCosine(0, 1000, 0), 1), 1e-5);
        assertEquals(0, inStep(new StepCosine(0, 1000, 0), 1000), TOLERANCE);
    }

    /** At both ends of what is allowed: a rate that stays full and one that ends at nothing, in a run of one step. */
    @Test
    void aRunOfOneStepMakesItAtFullRate() {
        for (double floor : new double[] {0, 1}) {
            assertEquals(1, inStep(new StepCosine(1, 1, floor), 1));
        }
        assertEquals(1, inStep(new StepCosine(0, 10, 1), 7));
    }

    @Test
    void numbersThatMakeNoScheduleAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new StepCosine(-1, 10, 0));
        assertThrows(IllegalArgumentException.class, () -> new StepCosine(1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new StepCosine(1, 10, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new StepCosine(1, 10, 1.1));
    }
}
