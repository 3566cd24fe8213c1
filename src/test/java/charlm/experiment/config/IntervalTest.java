package charlm.experiment.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IntervalTest {
    private static final long SECOND = 1_000_000_000;

    @ParameterizedTest
    @CsvSource({
        "30s, 30, SECONDS",
        "1 second, 1, SECONDS",
        "500 steps, 500, STEPS",
        "1step, 1, STEPS",
        "2 epochs, 2, EPOCHS",
        "1 epoch, 1, EPOCHS",
    })
    void aCountAndAUnitAreRead(String text, long count, Interval.Unit unit) {
        assertEquals(new Interval(count, unit), Interval.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "s", "0s", "-1 steps", "1.5s", "2 minutes", "9999999999 steps"})
    void anythingElseIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Interval.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"500, 500 steps", "500 steps, 500 steps", "2 epochs, 2 epochs", "1 epoch, 1 epochs"})
    void whereSecondsDoNotCountABareNumberIsSteps(String text, String same) {
        assertEquals(Interval.parse(same), Interval.parseSteps(text));
        assertEquals(same, Interval.parseSteps(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "30s", "2 seconds", "x", "-1", "0 epochs"})
    void whereSecondsDoNotCountTheyAreRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Interval.parseSteps(text));
    }

    @Test
    void aSaveIsDueWhenItsTimeOrItsStepHasCome() {
        Interval seconds = Interval.parse("2s");
        assertFalse(seconds.isDue(7, 5, 2 * SECOND - 1));
        assertTrue(seconds.isDue(7, 5, 2 * SECOND));
        Interval steps = Interval.parse("3 steps");
        assertFalse(steps.isDue(4, 5, 0));
        assertTrue(steps.isDue(6, 5, 0));
        Interval epochs = Interval.parse("2 epochs");
        assertFalse(epochs.isDue(5, 5, 0));
        assertTrue(epochs.isDue(20, 5, 0));
    }
}
