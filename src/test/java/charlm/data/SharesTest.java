package charlm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SharesTest {
    @Test
    void eachItemGoesToTheCheapestShareAndToTheFirstOfEquals() {
        assertEquals(
                List.of(List.of(5, 1), List.of(4, 3), List.of(4, 2)), // costs 6, 7, 6
                Shares.deal(List.of(5, 4, 4, 3, 2, 1), 3, Integer::longValue));
    }

    @Test
    void thereMayBeMoreSharesThanItems() {
        assertEquals(List.of(List.of(7), List.of(), List.of()), Shares.deal(List.of(7), 3, item -> item));
    }
}
