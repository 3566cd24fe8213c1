package charlm.tensor;

import static charlm.tensor.TestTensors.rows;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract of dropout and addDropout: the elements that {@link DropoutMask} drops, and no others. */
interface DropoutContract extends EngineContract {
    private DropoutMask mask(int batch, int positions) {
        DropoutMask mask = new DropoutMask(MASK_RATE);
        mask.moveTo(MASK_KEY, MASK_ROWS, PackedSequences.uniform(batch, positions));
        return mask;
    }

    private double[] dropped(Tensor x, DropoutMask mask) {
        double[][] values = rows(x);
        for (int row = 0; row < values.length; row++) {
            int unitKey = mask.positionKey(row);
            for (int i = 0; i < values[row].length; i++) {
                boolean kept = DropoutMask.hash(unitKey, i) >= mask.threshold();
                values[row][i] = kept ? values[row][i] * mask.scale() : 0;
            }
        }
        return ReferenceMath.flat(values);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "3, 7, 5", "2, 127, 33", "3, 1, 127"})
    default void dropoutFollowsTheMask(int batch, int positions, int width) {
        for (TestTensors tensors : layouts()) {
            Tensor x = tensors.input((long) batch * positions, width);
            Tensor out = tensors.output((long) batch * positions, width);
            engine().dropout(x, mask(batch, positions), out);
            assertClose(dropped(x, mask(batch, positions)), out);
            tensors.verify();
        }
    }

    @Test
    default void dropoutMayWorkInPlace() {
        for (TestTensors tensors : layouts()) {
            Tensor x = tensors.changing(3 * 7, 5);
            double[] expected = dropped(x, mask(3, 7));
            engine().dropout(x, mask(3, 7), x);
            assertClose(expected, x);
            tensors.verify();
        }
    }

    @Test
    default void withoutAMaskNothingIsDropped() {
        DropoutMask idle = new DropoutMask(0);
        idle.moveTo(MASK_KEY, MASK_ROWS, PackedSequences.uniform(3, 7));
        for (DropoutMask mask : Arrays.asList(null, idle)) {
            for (TestTensors tensors : layouts()) {
                Tensor x = tensors.input(3 * 7, 5);
                Tensor branch = tensors.input(3 * 7, 5);
                Tensor out = tensors.output(3 * 7, 5);
                engine().dropout(x, mask, out);
                assertExactly(x.toDoubles(), out);
                engine().addDropout(x, branch, mask, out);
                assertClose(ReferenceMath.add(x.toDoubles(), branch.toDoubles()), out);
                tensors.verify();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "3, 7, 5", "2, 127, 33", "3, 1, 127"})
    default void addDropoutDropsFromTheBranchOnly(int batch, int positions, int width) {
        for (TestTensors tensors : layouts()) {
            Tensor x = tensors.input((long) batch * positions, width);
            Tensor branch = tensors.input((long) batch * positions, width);
            Tensor out = tensors.output((long) batch * positions, width);
            engine().addDropout(x, branch, mask(batch, positions), out);
            assertClose(ReferenceMath.add(x.toDoubles(), dropped(branch, mask(batch, positions))), out);
            tensors.verify();
        }
    }

    @Test
    default void addDropoutMayReplaceTheBranch() {
        for (TestTensors tensors : layouts()) {
            Tensor x = tensors.input(3 * 7, 5);
            Tensor branch = tensors.changing(3 * 7, 5);
            double[] expected = ReferenceMath.add(x.toDoubles(), dropped(branch, mask(3, 7)));
            engine().addDropout(x, branch, mask(3, 7), branch);
            assertClose(expected, branch);
            tensors.verify();
        }
    }

    @Test
    default void activationsOfOtherShapesThanTheMasksAreRefused() {
        Tensor x = engine().allocate(10, 3);
        Tensor other = engine().allocate(10, 4);
        assertThrows(IllegalArgumentException.class, () -> engine().dropout(x, mask(3, 3), x));
        assertThrows(IllegalArgumentException.class, () -> engine().dropout(x, mask(3, 4), x));
        assertThrows(IllegalArgumentException.class, () -> engine().dropout(x, mask(), x)); // that of attention weights
        assertThrows(IllegalArgumentException.class, () -> engine().dropout(x, mask(2, 5), other));
        assertThrows(IllegalArgumentException.class, () -> engine().addDropout(x, other, mask(2, 5), x));
    }
}
