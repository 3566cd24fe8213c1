package charlm.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutMaskTest {
    private static final long KEY = 0x5EED5EED5EEDL;
    private static final int ELEMENTS = 1_000_000;

    private static DropoutMask mask(double rate, int... rowIds) {
        DropoutMask mask = new DropoutMask(rate);
        mask.moveTo(KEY, rowIds);
        return mask;
    }

    private static boolean keeps(DropoutMask mask, int unitKey, int index) {
        return DropoutMask.hash(unitKey, index) >= mask.threshold();
    }

    /** Computed apart from this code; a change here makes a resumed run differ from one that was never stopped. */
    @Test
    void theMaskOfAKeyNeverChanges() {
        DropoutMask mask = mask(0.3, 8, 5);
        assertEquals(3 * 65536 + 9, DropoutMask.attentionUnit(3, 9));
        int unitKey = mask.unitKey(1, DropoutMask.attentionUnit(3, 9));
        assertEquals(0x9EFF9B7E, unitKey);
        assertEquals(2160, DropoutMask.hash(unitKey, 0));
        assertEquals(12816, DropoutMask.hash(unitKey, 1));
        assertEquals(9830, mask.threshold());
        String expected = "0110100111110101";
        for (int i = 0; i < expected.length(); i++) {
            assertEquals(expected.charAt(i) == '1', keeps(mask, unitKey, i));
        }
    }

    @Test
    void aRowKeepsItsMaskInWhateverGroupItIs() {
        DropoutMask whole = mask(0.1, 0, 1, 2, 3);
        DropoutMask group = mask(0.1, 3, 1);
        for (int unit = 0; unit < 100; unit++) {
            assertEquals(whole.unitKey(3, unit), group.unitKey(0, unit));
            assertEquals(whole.unitKey(1, unit), group.unitKey(1, unit));
        }
    }

    @Test
    void aPositionKeepsItsMaskInTheTailOfItsRow() {
        PackedSequences rows = PackedSequences.of(new int[] {5, 2, 3}, 1);
        int[] rowIds = {3, 1, 2};
        DropoutMask all = mask(0.1);
        all.moveTo(KEY, rowIds, rows);
        DropoutMask tail = mask(0.1);
        tail.moveTo(KEY, rowIds, rows.from(new int[] {3, 1, 0}));
        int[] places = {3, 4, 6, 7, 8, 9};
        for (int i = 0; i < places.length; i++) {
            assertEquals(all.positionKey(places[i]), tail.positionKey(i));
        }
    }

    @Test
    void aPositionKeepsItsMaskHoweverLongTheRowsBesideItAre() {
        int[] rowIds = {3, 1, 2};
        DropoutMask equal = mask(0.1);
        equal.moveTo(KEY, rowIds, PackedSequences.uniform(3, 5));
        DropoutMask packed = mask(0.1);
        packed.moveTo(KEY, rowIds, PackedSequences.of(new int[] {5, 2, 3}, 1));
        assertEquals(equal.positionKey(5 + 1), packed.positionKey(5 + 1));
        assertEquals(equal.positionKey(2 * 5 + 2), packed.positionKey(5 + 2 + 2));
        assertEquals(mask(0.1, rowIds).unitKey(2, 2), packed.positionKey(9));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 0.9})
    void theShareOfDroppedElementsIsTheRate(double rate) {
        DropoutMask mask = mask(rate, 0, 1);
        int dropped = 0;
        for (int unit = 0; unit < 1000; unit++) {
            int unitKey = mask.unitKey(unit % 2, unit);
            for (int i = 0; i < ELEMENTS / 1000; i++) {
                dropped += keeps(mask, unitKey, i) ? 0 : 1;
            }
        }
        double deviation = Math.sqrt(ELEMENTS * rate * (1 - rate));
        assertEquals(ELEMENTS * rate, dropped, 5 * deviation);
    }

    /** Elements 2 apart may come from one hash, neighbours from two. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void elementsBesideEachOtherAreDroppedIndependently(int distance) {
        DropoutMask mask = mask(0.5, 0);
        int alike = 0;
        for (int unit = 0; unit < 1000; unit++) {
            int unitKey = mask.unitKey(0, unit);
            for (int i = 0; i < ELEMENTS / 1000; i++) {
                alike += keeps(mask, unitKey, i) == keeps(mask, unitKey, i + distance) ? 1 : 0;
            }
        }
        assertEquals(ELEMENTS / 2.0, alike, 5 * Math.sqrt(ELEMENTS) / 2);
    }

    @Test
    void unitsBesideEachOtherAreDroppedIndependently() {
        DropoutMask mask = mask(0.5, 0);
        int alike = 0;
        for (int unit = 0; unit < 1000; unit++) {
            int unitKey = mask.unitKey(0, unit);
            int nextKey = mask.unitKey(0, unit + 1);
            for (int i = 0; i < ELEMENTS / 1000; i++) {
                alike += keeps(mask, unitKey, i) == keeps(mask, nextKey, i) ? 1 : 0;
            }
        }
        assertEquals(ELEMENTS / 2.0, alike, 5 * Math.sqrt(ELEMENTS) / 2);
    }

    @Test
    void whatIsKeptGrowsByTheShareThatIsDropped() {
        assertEquals(1.11111111f, mask(0.1).scale());
        assertEquals(2f, mask(0.5).scale());
        assertEquals(4f, mask(0.75).scale());
    }

    @Test
    void aMaskLiesOverTheMatrixRowsOfItsPackingAlone() {
        DropoutMask mask = mask(0.1, 0, 1);
        assertFalse(mask.isOver(0)); // of attention weights
        mask.moveTo(KEY, new int[] {0, 1}, PackedSequences.of(new int[] {3, 2}, 4));
        assertEquals("DropoutMask[rate=0.1, sequences=[0, 1]]", mask.toString()); // in the message where it is not
        assertTrue(mask.isOver(8));
        assertFalse(mask.isOver(5));
    }

    @Test
    void rateZeroDropsNothingAndIsInactive() {
        DropoutMask mask = mask(0, 0);
        assertFalse(mask.isActive());
        assertEquals(1, mask.scale());
        for (int i = 0; i < 1000; i++) {
            assertTrue(keeps(mask, i, i));
        }
    }

    @Test
    void aRateCloseToOneDropsNearlyEverything() {
        DropoutMask mask = mask(Math.nextDown(1.0), 0);
        int kept = 0;
        for (int i = 0; i < 1000; i++) {
            kept += keeps(mask, mask.unitKey(0, i), i) ? 1 : 0;
        }
        assertEquals(0, kept);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, 1.5, Double.NaN})
    void ratesOutsideTheUnitIntervalAreRefused(double rate) {
        assertThrows(IllegalArgumentException.class, () -> new DropoutMask(rate));
    }
}
