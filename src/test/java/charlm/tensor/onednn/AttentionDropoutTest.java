package charlm.tensor.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.tensor.AttentionShape;
import charlm.tensor.DropoutMask;
import charlm.tensor.PackedSequences;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AttentionDropoutTest {
    private static final int HEADS = 2;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static DropoutMask mask() {
        DropoutMask mask = new DropoutMask(0.3);
        mask.moveTo(0x5EEDL, new int[] {7, 2});
        return mask;
    }

    /** Returns a row of two, the second. */
    private static SequenceSlice row(int queries, int keys) {
        SequenceSlice row = new SequenceSlice();
        row.begin(new AttentionShape(
                PackedSequences.of(new int[] {3, queries}, 1),
                PackedSequences.of(new int[] {5, keys}, 1),
                HEADS,
                4,
                false));
        row.moveOn();
        return row;
    }

    /** All queries at once, several of them, the last time fewer, and one by one. */
    @ParameterizedTest
    @CsvSource({"7, 9", "8, 5000", "3, 20000"})
    void everyByteIsThatOfTheMask(int queries, int keys) {
        try (Parallel parallel = new Parallel(2)) {
            AttentionDropout dropout = new AttentionDropout(parallel);
            dropout.draw(row(2, 11), mask()); // of other extents before
            DropoutMask mask = mask();
            float[] kept = dropout.draw(row(queries, keys), mask).toFloats();
            for (int unit = 0; unit < HEADS * queries; unit++) {
                int unitKey = mask.unitKey(1, DropoutMask.attentionUnit(unit / queries, unit % queries));
                for (int key = 0; key < keys; key++) {
                    boolean isKept = DropoutMask.hash(unitKey, key) >= mask.threshold();
                    assertEquals(isKept ? 1 : 0, kept[unit * keys + key]);
                }
            }
        }
    }

    @Test
    void theHeapOfAThreadHoldsPartOfALongRowAlone() {
        try (Parallel parallel = new Parallel(1)) {
            AttentionDropout dropout = new AttentionDropout(parallel);
            dropout.draw(row(7, 9), mask());
            long before = THREADS.getCurrentThreadAllocatedBytes();
            dropout.draw(row(512, 512), mask());
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            assertTrue(allocated < 512 * 512 * Integer.BYTES, allocated + " bytes");
        }
    }
}
