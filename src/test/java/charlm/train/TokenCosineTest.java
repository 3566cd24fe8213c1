package charlm.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TokenCosineTest {
    private static final double TOLERANCE = 1e-12;

    @ParameterizedTest
    @CsvSource({
        "0, 0", // before the first token
        "25, 0.25",
        "99, 0.99", // the last of the warmup
        "100, 1", // the cosine's first
        "350, 0.8535533905932737", // (1 + cos(pi/4)) / 2
        "600, 0.5",
        "850, 0.14644660940672627", // (1 + cos(3 pi/4)) / 2
        "900, 0.1", // 0.0955 below the floor
        "1100, 0.1", // final
        "1300, 0.1",
        "1350, 0.14644660940672627", // and up again
        "1600, 0.5",
        "2100, 1",
    })
    void theMultiplierWarmsUpFallsToItsFloorAndClimbsAgain(long tokens, double multiplier) {
        assertEquals(multiplier, new TokenCosine(100, 1100).multiplier(tokens), TOLERANCE);
    }

    @Test
    void theReferencesScheduleCountsTheCorpus() {
        TokenCosine schedule = TokenCosine.forCorpus(2938, 128);
        assertEquals(10_240, schedule.warmupTokens());
        assertEquals(75_212_800, schedule.finalTokens());
        assertEquals(16_384.0 / 75_202_560, progress(schedule, 10_240 + 16_384), TOLERANCE); // one batch after warmup
    }

    private static double progress(TokenCosine schedule, long tokens) {
        return Math.acos(2 * schedule.multiplier(tokens) - 1) / Math.PI;
    }

    @Test
    void aCosineThatEndsInTheWarmupStillHasAValue() {
        TokenCosine schedule = new TokenCosine(100, 50);
        assertEquals(0.5, schedule.multiplier(50), TOLERANCE);
        assertEquals(1, schedule.multiplier(100), TOLERANCE);
        assertEquals(1, new TokenCosine(1, 1).multiplier(1), TOLERANCE);
        assertThrows(IllegalArgumentException.class, () -> new TokenCosine(0, 50));
        assertThrows(IllegalArgumentException.class, () -> new TokenCosine(100, 0));
    }
}
