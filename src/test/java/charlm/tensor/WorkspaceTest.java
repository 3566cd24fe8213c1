package charlm.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.tensor.nd4j.Nd4jEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkspaceTest {
    private static final long MORE_THAN_A_BLOCK = (1L << 22) + 1;

    private final Engine engine = new Nd4jEngine(NumberType.FLOAT, 1);
    private final Workspace workspace = new Workspace(engine);

    private void begin(int rows, int length, int scoredRows) {
        PackedSequences packed = PackedSequences.uniform(rows, length);
        workspace.begin(new PassShape(packed, packed.first(2), packed, scoredRows));
    }

    private List<Tensor> takeSome() {
        return List.of(workspace.take(7), workspace.take(3, 5), workspace.takeActivation(6, 4), workspace.take(127, 3));
    }

    @Test
    void aSecondPassOfTheSameShapeGetsTheVerySameTensors() {
        begin(2, 3, 1);
        List<Tensor> first = takeSome();
        long allocated = workspace.allocatedElements();
        begin(4, 5, 1);
        takeSome();
        begin(2, 3, 1);
        List<Tensor> second = takeSome();
        for (int i = 0; i < first.size(); i++) {
            assertSame(first.get(i), second.get(i));
        }
        assertEquals(allocated, workspace.allocatedElements());
    }

    @Test
    void packingsWithAsManyPlacesAndAsLongALongestRowHaveOneShape() {
        PackedSequences one = PackedSequences.of(new int[] {5, 3, 3}, 4);
        PackedSequences other = PackedSequences.of(new int[] {2, 5, 5}, 4);
        workspace.begin(new PassShape(one, one.first(2), one, 1));
        Tensor q = workspace.take(12, 6);
        AttentionTensors first = workspace.takeWeights(new AttentionShape(one, one, 2, 3, false), q, q, q);
        AttentionGradients gradients = workspace.gradients(q, q, q);
        assertTrue(first.weights().length()
                >= engine.attentionWeightsLength(new AttentionShape(other, other, 2, 3, false)));
        workspace.begin(new PassShape(other, other.first(2), other, 1));
        workspace.take(12, 6);
        assertSame(first, workspace.takeWeights(new AttentionShape(other, other, 2, 3, false), q, q, q));
        assertSame(gradients, workspace.gradients(q, q, q));
    }

    @Test
    void passesWithOtherTailsTakeOtherTensors() {
        PackedSequences rows = PackedSequences.of(new int[] {8, 8, 8, 8}, 4);
        workspace.begin(new PassShape(rows, rows, rows.from(new int[] {4, 4, 4, 4}), 1));
        Tensor first = workspace.take(16, 3);
        workspace.begin(new PassShape(rows, rows, rows.from(new int[] {4, 4, 3, 5}), 1));
        assertNotSame(first, workspace.take(16, 3));
        workspace.begin(new PassShape(rows, rows, rows.from(new int[] {6, 6, 4, 4}), 1));
        workspace.take(12, 3);
        workspace.begin(new PassShape(rows, rows, rows.from(new int[] {4, 4, 4, 4}), 1));
        assertSame(first, workspace.take(16, 3));
    }

    @Test
    void tensorsOfOnePassDoNotOverlap() {
        begin(1, 1, 1);
        List<Tensor> taken = new ArrayList<>(takeSome());
        taken.add(workspace.take(MORE_THAN_A_BLOCK - 100));
        taken.add(workspace.take(50));
        for (int i = 0; i < taken.size(); i++) {
            float[] values = new float[Math.toIntExact(taken.get(i).length())];
            Arrays.fill(values, i);
            taken.get(i).set(values);
        }
        for (int i = 0; i < taken.size(); i++) {
            float number = i;
            for (float value : taken.get(i).toFloats()) {
                assertEquals(number, value);
            }
        }
    }

    @Test
    void passesOfOtherShapesShareTheMemory() {
        begin(2, 3, 1);
        Tensor first = workspace.take(5);
        begin(2, 3, 0);
        Tensor second = workspace.take(5);
        assertNotSame(first, second);
        assertSame(first.storage(), second.storage());
        assertEquals(first.offset(), second.offset());
    }

    @Test
    void aTensorLargerThanABlockGetsItsOwn() {
        begin(2, 3, 1);
        workspace.take(5);
        assertTrue(workspace.take(MORE_THAN_A_BLOCK).hasShape(MORE_THAN_A_BLOCK));
        long allocated = workspace.allocatedElements();
        assertTrue(allocated > MORE_THAN_A_BLOCK);
        begin(3, 3, 1);
        workspace.take(MORE_THAN_A_BLOCK);
        assertEquals(allocated, workspace.allocatedElements());
    }

    @Test
    void aLongerPassGoesOnWhereTheTapeEnds() {
        begin(2, 3, 1);
        Tensor first = workspace.take(40);
        begin(2, 3, 1);
        assertSame(first, workspace.take(40));
        Tensor second = workspace.take(40);
        assertTrue(second.offset() >= first.offset() + first.length());
        begin(2, 3, 1);
        assertSame(first, workspace.take(40));
        assertSame(second, workspace.take(40));
    }

    @Test
    void aPassThatTakesOtherShapesThanTheFirstIsRefused() {
        begin(2, 3, 1);
        workspace.take(4, 5);
        begin(2, 3, 1);
        var refused = assertThrows(IllegalStateException.class, () -> workspace.take(5, 4));
        assertTrue(refused.getMessage().contains(Arrays.toString(new long[] {5, 4})), refused.getMessage());
        assertTrue(refused.getMessage().contains("Tensor[4, 5]"), refused.getMessage());
    }

    @Test
    void aViewIsMadeOnceAndAnotherInItsPlaceIsRefused() {
        begin(2, 3, 1);
        Tensor matrix = workspace.take(6, 4);
        Tensor columns = workspace.columns(matrix, 1, 3);
        Tensor rows = workspace.rows(matrix, 2, 4);
        assertTrue(columns.hasShape(6, 2));
        assertEquals(matrix.offset() + 1, columns.offset());
        assertTrue(rows.hasShape(2, 4));
        assertEquals(matrix.offset() + 2 * 4, rows.offset());
        begin(2, 3, 1);
        assertSame(matrix, workspace.take(6, 4));
        assertSame(columns, workspace.columns(matrix, 1, 3));
        assertSame(rows, workspace.rows(matrix, 2, 4));
        begin(2, 3, 1);
        workspace.take(6, 4);
        assertThrows(IllegalStateException.class, () -> workspace.columns(matrix, 2, 4));
        assertThrows(IllegalStateException.class, () -> workspace.rows(matrix, 1, 3));
    }

    @Test
    void weightsAndGradientsAreThoseOfTheTensorsOfThisPass() {
        PackedSequences rows = PackedSequences.of(new int[] {3, 3}, 1);
        AttentionShape shape = new AttentionShape(rows, rows, 2, 3, false);
        workspace.begin(new PassShape(rows, rows, rows, 1));
        Tensor x = workspace.take(6, 6);
        Tensor y = workspace.take(6, 6);
        AttentionTensors tensors = workspace.takeWeights(shape, x, x, x);
        AttentionGradients gradients = workspace.gradients(x, x, x);
        Tensor[][] others = {{y, x, x}, {x, y, x}, {x, x, y}};
        for (Tensor[] other : others) {
            workspace.begin(new PassShape(rows, rows, rows, 1));
            assertSame(x, workspace.take(6, 6));
            assertSame(y, workspace.take(6, 6));
            AttentionTensors now = workspace.takeWeights(shape, other[0], other[1], other[2]);
            assertEquals(new AttentionTensors(other[0], other[1], other[2], tensors.weights()), now);
            assertEquals(
                    new AttentionGradients(other[0], other[1], other[2]),
                    workspace.gradients(other[0], other[1], other[2]));
        }
        workspace.begin(new PassShape(rows, rows, rows, 1));
        workspace.take(6, 6);
        workspace.take(6, 6);
        assertEquals(tensors, workspace.takeWeights(shape, x, x, x));
        assertEquals(gradients, workspace.gradients(x, x, x));
    }

    @Test
    void scratchIsOverwrittenByTheNextScratchAndByNothingElse() {
        begin(2, 3, 1);
        Tensor kept = workspace.take(40);
        workspace.beginScratch();
        Tensor scratch = workspace.take(40);
        workspace.endScratch();
        Tensor later = workspace.take(40);
        workspace.beginScratch();
        Tensor again = workspace.take(20, 2);
        workspace.endScratch();
        assertSame(scratch.storage(), again.storage());
        assertEquals(scratch.offset(), again.offset());
        assertSame(kept.storage(), later.storage());
        assertNotSame(kept.storage(), scratch.storage());
        assertEquals(2 * Workspace.MIN_BLOCK_ELEMENTS, workspace.allocatedElements());
        assertTrue(later.offset() >= kept.offset() + kept.length());
    }

    @Test
    void aClosedWorkspaceHoldsNothingAndTakesAnew() {
        begin(2, 3, 1);
        Tensor kept = workspace.take(40);
        workspace.beginScratch();
        Tensor scratch = workspace.take(40);
        workspace.close();
        workspace.close();
        assertEquals(0, workspace.allocatedElements());
        assertTrue(kept.storage().isFreed());
        assertTrue(scratch.storage().isFreed());
        assertThrows(IllegalStateException.class, () -> workspace.take(40));
        begin(2, 3, 1);
        assertFalse(workspace.take(40).storage().isFreed());
    }

    @Test
    void tensorsAreTakenWithinAPassOnly() {
        assertThrows(IllegalStateException.class, () -> workspace.take(5));
    }
}
