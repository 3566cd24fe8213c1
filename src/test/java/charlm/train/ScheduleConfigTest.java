package charlm.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ScheduleConfigTest {
    private static final int DOCUMENTS = 30;
    private static final int BLOCK_SIZE = 16;

    @Test
    void theReferencesScheduleFollowsTheCorpusAndWritesNothingDown() {
        assertEquals(new TokenCosine(10_240, 200 * 30 * 16), ScheduleConfig.REFERENCE.over(50, DOCUMENTS, BLOCK_SIZE));
        assertEquals(Map.of(), ScheduleConfig.REFERENCE.fields());
    }

    @Test
    void aCosineOverStepsEndsWithTheRunAndItsWarmupWithinIt() {
        ScheduleConfig cosine = ScheduleConfig.cosine(20, 0.02);
        assertEquals(new StepCosine(20, 50, 0.02), cosine.over(50, DOCUMENTS, BLOCK_SIZE));
        assertEquals(new StepCosine(7, 7, 0.02), cosine.over(7, DOCUMENTS, BLOCK_SIZE));
        assertEquals(Map.of("warmup_steps", "20", "final_rate", "0.02"), cosine.fields());
    }

    @Test
    void aWarmupOrAFinalRateOfItsOwnMakesItACosineOverSteps() {
        assertEquals(ScheduleConfig.cosine(9, 0), ScheduleConfig.REFERENCE.withWarmupSteps(9));
        assertEquals(ScheduleConfig.cosine(0, 0.5), ScheduleConfig.REFERENCE.withFinalRate(0.5));
        assertEquals(
                ScheduleConfig.cosine(9, 0.5), ScheduleConfig.cosine(200, 0.5).withWarmupSteps(9));
    }
}
