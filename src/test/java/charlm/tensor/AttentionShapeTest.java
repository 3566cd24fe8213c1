package charlm.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class AttentionShapeTest {
    @Test
    void sharedQueriesHaveOneSetOfRows() {
        assertEquals(2 * 3, AttentionShape.uniform(2, 4, 3, 5, 8, false).queryRows());
        assertEquals(3, AttentionShape.uniform(2, 4, 3, 5, 8, true).queryRows());
    }

    @Test
    void widthIsHeadsTimesHeadWidthAndScoresShrinkWithItsRoot() {
        AttentionShape shape = AttentionShape.uniform(2, 4, 3, 5, 16, false);
        assertEquals(64, shape.width());
        assertEquals(0.25, shape.scoreScale());
    }

    @Test
    void weightsAreThoseOfEveryRowsOwnLengths() {
        PackedSequences queries = PackedSequences.of(new int[] {3, 1, 4}, 8);
        AttentionShape shape = new AttentionShape(queries, queries.first(2), 2, 8, false);
        assertEquals(2 * 4 * 2, shape.weightsOf(2));
        assertEquals(8, shape.queryRows());
        assertEquals(4, new AttentionShape(queries, queries, 2, 8, true).queryRows());
    }

    @Test
    void aPackingKeepsTheExtentsAskedOfIt() {
        PackedSequences rows = PackedSequences.of(new int[] {3, 1}, 1);
        AttentionShape shape = AttentionShape.of(rows, rows, 2, 8, false);
        assertSame(shape, AttentionShape.of(rows, rows, 2, 8, false));
        assertNotSame(shape, AttentionShape.of(rows, rows, 4, 8, false));
        assertNotSame(shape, AttentionShape.of(rows, rows, 2, 4, false));
        assertNotSame(shape, AttentionShape.of(rows, rows, 2, 8, true));
        assertNotSame(shape, AttentionShape.of(rows, rows.first(2), 2, 8, false));
    }

    @Test
    void queriesAndKeysAreOfAsManyRows() {
        PackedSequences two = PackedSequences.uniform(2, 3);
        PackedSequences three = PackedSequences.uniform(3, 3);
        assertThrows(IllegalArgumentException.class, () -> new AttentionShape(two, three, 1, 4, false));
    }

    @Test
    void moreWeightsThanAnArrayHoldsAreRefusedRatherThanMiscounted() {
        AttentionShape shape = AttentionShape.uniform(1, 8, 1 << 14, 1 << 14, 1, false);
        assertThrows(ArithmeticException.class, () -> shape.weightsOf(0));
    }

    @Test
    void extentsBelowOneAreRefused() {
        assertEquals(1, AttentionShape.uniform(1, 1, 1, 1, 1, false).weightsOf(0));
        assertThrows(IllegalArgumentException.class, () -> AttentionShape.uniform(2, 4, 0, 5, 16, false));
        assertThrows(IllegalArgumentException.class, () -> AttentionShape.uniform(2, 4, 3, 5, -1, false));
    }
}
