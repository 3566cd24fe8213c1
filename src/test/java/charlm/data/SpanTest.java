package charlm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.tensor.RandomStream;
import charlm.tensor.RandomStream.Purpose;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SpanTest {
    private static final int DRAWS = 200_000;

    @ParameterizedTest
    @ValueSource(ints = {5, 16, 32, 128})
    void everyDrawLiesInItsRangeAndEveryNumberIsDrawn(int blockSize) {
        List<Span> spans = draw(blockSize);
        for (Span span : spans) {
            int n = span.prefixLength();
            assertTrue(span.maskedLength() >= 1 && span.maskedLength() <= 2 * (n / 4) - 1, span.toString());
            assertTrue(span.maskedStart() >= 0 && span.maskedStart() <= n - n / 4, span.toString());
        }
        assertEquals(range(4, blockSize * 7 / 8), distinct(spans.stream().mapToInt(Span::prefixLength)));
        int n = blockSize * 7 / 8;
        List<Span> longest =
                spans.stream().filter(span -> span.prefixLength() == n).toList();
        assertEquals(range(1, 2 * (n / 4) - 1), distinct(longest.stream().mapToInt(Span::maskedLength)));
        assertEquals(range(0, n - n / 4), distinct(longest.stream().mapToInt(Span::maskedStart)));
    }

    @Test
    void thePrefixLengthsAreUniform() {
        int blockSize = 16;
        int[] counts = new int[blockSize];
        draw(blockSize).forEach(span -> counts[span.prefixLength()]++);
        double expected = DRAWS / 11.0; // n is one of 4..14
        for (int n = 4; n <= 14; n++) {
            assertEquals(expected, counts[n], 5 * Math.sqrt(expected), "n = " + n); // five standard deviations
        }
    }

    private static List<Span> draw(int blockSize) {
        return IntStream.range(0, DRAWS)
                .mapToObj(i -> Span.draw(RandomStream.of(7, Purpose.SPAN_CORRUPTION, 0, i), blockSize))
                .toList();
    }

    private static TreeSet<Integer> range(int low, int high) {
        return distinct(IntStream.rangeClosed(low, high));
    }

    private static TreeSet<Integer> distinct(IntStream numbers) {
        TreeSet<Integer> distinct = new TreeSet<>();
        numbers.forEach(distinct::add);
        return distinct;
    }
}
