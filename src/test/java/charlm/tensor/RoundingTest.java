package charlm.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RoundingTest {
    @ParameterizedTest
    @CsvSource({"0, 8, 0, 0", "1, 8, 1, 8", "8, 8, 1, 8", "9, 8, 2, 16", "7, 1, 7, 7", "5, 3, 2, 6"})
    void theUnitsHoldTheValueAndOneFewerDoNot(int value, int unit, int units, int multiple) {
        assertEquals(units, Rounding.divideUp(value, unit));
        assertEquals(multiple, Rounding.up(value, unit));
    }

    @Test
    void aMultipleBeyondTheRangeIsAnErrorAndNoNegativeNumber() {
        assertEquals(Integer.MAX_VALUE, Rounding.divideUp(Integer.MAX_VALUE, 1));
        assertThrows(ArithmeticException.class, () -> Rounding.up(Integer.MAX_VALUE, 2));
        assertThrows(ArithmeticException.class, () -> Rounding.up(Long.MAX_VALUE, 2L));
    }
}
