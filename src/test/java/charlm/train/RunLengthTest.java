package charlm.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RunLengthTest {
    @ParameterizedTest
    @CsvSource({"2, 0, 6", "2, 4, 4", "2, 50, 6", "1, 1, 1", "2000000000, 0, 6000000000"})
    void aRunEndsWithItsEpochsOrItsSteps(int maxEpochs, long maxSteps, long steps) {
        assertEquals(steps, new RunLength(maxEpochs, maxSteps).steps(3));
    }

    @Test
    void aLimitOnlyShortensARun() {
        assertEquals(new RunLength(2, 5), new RunLength(2, 0).upTo(5));
        assertEquals(new RunLength(2, 4), new RunLength(2, 4).upTo(5));
        assertEquals(new RunLength(2, 5), new RunLength(2, 9).upTo(5));
        OptimizerConfig optimizer = OptimizerConfig.adamW(1);
        LearningRateSchedule schedule = new TokenCosine(1, 1);
        assertEquals(
                new TrainingConfig(new RunLength(2, 5), optimizer, schedule, 3, NonFinite.SKIP),
                new TrainingConfig(new RunLength(2, 9), optimizer, schedule, 3, NonFinite.SKIP).upTo(5));
    }

    @Test
    void noEpochsAndNegativeStepsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new RunLength(0, 0));
        assertThrows(IllegalArgumentException.class, () -> new RunLength(1, -1));
    }
}
