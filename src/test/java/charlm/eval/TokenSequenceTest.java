package charlm.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class TokenSequenceTest {
    @Test
    void aCopyWithOneMoreIdEndsWhereTheSequenceDoes() {
        TokenSequence sequence = new TokenSequence(3, new int[] {5, 6}, 2);
        TokenSequence longer = sequence.with(7);
        assertArrayEquals(new int[] {5, 6, 7}, longer.ids());
        assertEquals(3, longer.index());
        assertEquals(4, longer.mostLength());
        assertTrue(longer.hasRoom());
        assertFalse(longer.with(8).hasRoom());
        assertArrayEquals(new int[] {5, 6}, sequence.ids());
    }

    @Test
    void theNthOccurrenceIsFoundAmongTheIdsSoFar() {
        TokenSequence sequence = new TokenSequence(0, new int[] {1, 2, 1}, 4);
        assertEquals(0, sequence.find(1, 1));
        assertEquals(2, sequence.find(1, 2));
        assertEquals(-1, sequence.find(1, 3));
        assertEquals(-1, sequence.find(0, 1)); // what is not generated yet is none
        assertEquals(2, sequence.idAt(1));
        assertEquals(0, sequence.idAt(3));
    }
}
