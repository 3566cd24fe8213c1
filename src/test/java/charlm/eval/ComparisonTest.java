package charlm.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ComparisonTest {
    private static final Score ANY = new Score(1, 2);

    private static Comparison split(int gained, int lost) {
        return new Comparison(ANY, ANY, Collections.nCopies(gained, 0), Collections.nCopies(lost, 0));
    }

    @Test
    void eachQuestionIsGainedLostOrAnsweredAlike() {
        List<String> places = List.of("Oslo", "Rome", "Rome", "Faro", "Kobe");
        Comparison comparison = Comparison.of(
                List.of("Oslo", "Oslo", "Rome", "", "Kobe"), List.of("Oslo", "Rome", "rome", "x", "Kobe "), places);
        assertEquals(new Score(3, 5), comparison.first());
        assertEquals(new Score(2, 5), comparison.second());
        assertEquals(List.of(1), comparison.gained());
        assertEquals(List.of(2, 4), comparison.lost());
        assertEquals(1, comparison.bothRight());
        assertEquals(1, comparison.bothWrong());
    }

    @Test
    void answersToOtherQuestionsAreRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Comparison.of(List.of("a"), List.of("a", "b"), List.of("a", "b")));
    }

    /** Twice the sum of C(n, k) / 2^n for k up to the smaller number, by hand and with exact fractions. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 1",
        "1, 0, 1",
        "10, 0, 0.001953125",
        "5, 12, 0.14346313476562",
        "7, 7, 1",
        "2, 3, 1",
        "1, 8, 0.0390625"
    })
    void mcNemarsTestIsExact(int gained, int lost, double expected) {
        assertEquals(expected, split(gained, lost).exactP(), 1e-13);
        assertEquals(expected, split(lost, gained).exactP(), 1e-13);
    }

    @Test
    void thousandsOfDifferencesNeitherUnderflowNorOverflow() {
        assertEquals(1, split(2000, 2000).exactP());
        double p = split(1900, 2100).exactP(); // z = 199 / sqrt(4000) with continuity correction: 0.00166
        assertTrue(p > 0.0015 && p < 0.0018, "p = " + p);
        assertEquals(0, split(0, 4000).exactP());
    }

    /** The values of R's p.adjust. */
    @Test
    void holmsMethodAdjustsInTheOrderOfThePValues() {
        assertArrayEquals(new double[] {0.03, 0.06, 0.06, 0.02}, Comparison.holm(0.01, 0.04, 0.03, 0.005), 1e-15);
        assertArrayEquals(new double[] {1, 1, 1}, Comparison.holm(0.9, 0.5, 0.7), 1e-15);
        assertArrayEquals(new double[] {0.04}, Comparison.holm(0.04), 1e-15);
        assertArrayEquals(new double[0], Comparison.holm());
    }

    @Test
    void theIntervalsEndsAreWhereTheObservedShareIsJustRejected() {
        for (Score score : List.of(new Score(112, 500), new Score(1, 12), new Score(499, 500))) {
            Score.ConfidenceInterval interval = score.interval();
            double share = score.percent() / 100;
            assertTrue(interval.low() < score.percent() && score.percent() < interval.high());
            for (double end : new double[] {interval.low() / 100, interval.high() / 100}) {
                double z = Math.abs(share - end) / Math.sqrt(end * (1 - end) / score.total());
                assertEquals(1.959964, z, 1e-6);
            }
        }
    }

    @Test
    void noneRightAndAllRightKeepTheIntervalWithinAHundredPercent() {
        assertEquals(0, new Score(0, 12).interval().low());
        assertEquals(24.25, new Score(0, 12).interval().high(), 0.01);
        assertEquals(100, new Score(12, 12).interval().high());
        assertEquals(75.75, new Score(12, 12).interval().low(), 0.01);
    }

    @Test
    void theMostFrequentPlaceIsTheBestConstantAnswer() {
        List<String> places = List.of("Rome", "Oslo", "Rome", "Faro", "Oslo");
        assertEquals("Oslo", ConstantBaseline.mostFrequent(places));
        int best = IntStream.range(0, places.size())
                .map(i -> ConstantBaseline.score(places, places.get(i)).correct())
                .max()
                .orElseThrow();
        assertEquals(best, ConstantBaseline.score(places, "Oslo").correct());
    }
}
