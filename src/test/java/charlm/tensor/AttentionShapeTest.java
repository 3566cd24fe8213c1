package charlm.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class AttentionShapeTest {
    @Test
    void sharedQueriesHaveOneSetOfRows() {
        assertEquals(2 * 3, new AttentionShape(2, 4, 3, 5, 8, false).queryRows());
        assertEquals(3, new AttentionShape(2, 4, 3, 5, 8, true).queryRows());
    }

    @Test
    void widthIsHeadsTimesHeadWidthAndScoresShrinkWithItsRoot() {
        AttentionShape shape = new AttentionShape(2, 4, 3, 5, 16, false);
        assertEquals(64, shape.width());
        assertEquals(0.25, shape.scoreScale());
    }

    @Test
    void extentsBelowOneAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new AttentionShape(2, 4, 0, 5, 16, false));
        assertThrows(IllegalArgumentException.class, () -> new AttentionShape(2, 4, 3, 5, -1, false));
    }
}
