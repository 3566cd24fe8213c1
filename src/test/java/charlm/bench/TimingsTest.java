package charlm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TimingsTest {
    @Test
    void theMedianIsTheMiddleTimeOrTheMeanOfTheTwoInTheMiddle() {
        assertEquals(2, new Timings(List.of(9.0, 1.0, 2.0)).median());
        assertEquals(2.5, new Timings(List.of(9.0, 1.0, 2.0, 3.0)).median());
        assertEquals(7, new Timings(List.of(7.0)).median());
    }

    @Test
    void theOthersAreWhatTheirNamesSay() {
        Timings timings = new Timings(List.of(9.0, 1.0, 2.0));
        assertEquals(1, timings.min());
        assertEquals(9, timings.first());
        assertEquals(12, timings.total());
    }

    @Test
    void noTimesAreNoTimings() {
        assertThrows(IllegalArgumentException.class, () -> new Timings(List.of()));
    }
}
