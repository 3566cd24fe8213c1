package charlm.tensor;

import static charlm.tensor.ReferenceMath.add;
import static charlm.tensor.TestTensors.rows;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract of embed, embedBackward, gatherRows and scatterRows. */
interface RowsContract extends EngineContract {
    /** Returns ids that use few of the vocabulary's rows often. */
    private static int[] ids(int count, int vocabulary) {
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            ids[i] = i * i % 5 * (vocabulary - 1) / 4;
        }
        return ids;
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1", "3, 7, 9, 5", "2, 127, 33, 7", "7, 1, 5, 16"})
    default void embeddingIsTheTokensRowPlusThePositionsRow(int batch, int length, int vocabulary, int width) {
        for (TestTensors tensors : layouts()) {
            Tensor tokens = tensors.input(vocabulary, width);
            Tensor positions = tensors.input(length + 2, width);
            Tensor out = tensors.output((long) batch * length, width);
            int[] ids = ids(batch * length, vocabulary);
            engine().embed(ids, PackedSequences.uniform(batch, length), tokens, positions, out);
            double[][] expected = new double[batch * length][];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = add(rows(tokens)[ids[i]], rows(positions)[i % length]);
            }
            assertClose(expected, out);
            tensors.verify();
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1", "3, 7, 9, 5", "2, 127, 33, 7", "7, 1, 5, 16"})
    default void embeddingGradientsAreAddedToTheRowsThatWereRead(int batch, int length, int vocabulary, int width) {
        for (TestTensors tensors : layouts()) {
            Tensor dOut = tensors.input((long) batch * length, width);
            Tensor dTokens = tensors.changing(vocabulary, width);
            Tensor dPositions = tensors.changing(length + 2, width);
            double[][] expectedTokens = rows(dTokens);
            double[][] expectedPositions = rows(dPositions);
            int[] ids = ids(batch * length, vocabulary);
            for (int i = 0; i < ids.length; i++) {
                expectedTokens[ids[i]] = add(expectedTokens[ids[i]], rows(dOut)[i]);
                expectedPositions[i % length] = add(expectedPositions[i % length], rows(dOut)[i]);
            }
            engine().embedBackward(ids, PackedSequences.uniform(batch, length), dOut, dTokens, dPositions);
            assertClose(expectedTokens, dTokens);
            assertClose(expectedPositions, dPositions);
            tensors.verify();
        }
    }

    @Test
    default void everyRowsPositionsAreCountedFromItsOwnBeginning() {
        PackedSequences packed = PackedSequences.of(new int[] {3, 1, 2}, 1);
        int[] positionOf = {0, 1, 2, 0, 0, 1};
        int[] ids = ids(6, 4);
        for (TestTensors tensors : layouts()) {
            Tensor tokens = tensors.input(4, 5);
            Tensor positions = tensors.input(3, 5);
            Tensor out = tensors.output(6, 5);
            engine().embed(ids, packed, tokens, positions, out);
            double[][] expected = new double[6][];
            Arrays.setAll(expected, i -> add(rows(tokens)[ids[i]], rows(positions)[positionOf[i]]));
            assertClose(expected, out);
            tensors.verify();
        }
    }

    @Test
    default void idsOutsideTheVocabularyAreRefused() {
        Tensor tokens = engine().allocate(4, 3);
        Tensor positions = engine().allocate(2, 3);
        Tensor out = engine().allocate(2, 3);
        PackedSequences rows = PackedSequences.uniform(1, 2);
        for (int[] ids : new int[][] {{0, 4}, {-1, 0}, {0, Integer.MAX_VALUE}, {0}}) {
            assertThrows(IllegalArgumentException.class, () -> engine().embed(ids, rows, tokens, positions, out));
            assertThrows(
                    IllegalArgumentException.class, () -> engine().embedBackward(ids, rows, out, tokens, positions));
        }
    }

    @Test
    default void aSequenceLongerThanThePositionsIsRefused() {
        Tensor tokens = engine().allocate(4, 3);
        Tensor positions = engine().allocate(2, 3);
        Tensor out = engine().allocate(3, 3);
        assertThrows(IllegalArgumentException.class, () -> engine().embed(
                        new int[3], PackedSequences.uniform(1, 3), tokens, positions, out));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "9, 7, 5", "127, 127, 3", "9, 9, 0"})
    default void gatheredRowsComeFirstAndZerosFollow(int rows, int packed, int count) {
        for (TestTensors tensors : layouts()) {
            Tensor from = tensors.input(rows, 7);
            Tensor to = tensors.output(packed, 7);
            int[] indices = descending(rows, packed);
            engine().gatherRows(from, indices, count, to);
            double[][] expected = new double[packed][7];
            for (int i = 0; i < count; i++) {
                expected[i] = rows(from)[indices[i]];
            }
            assertExactly(ReferenceMath.flat(expected), to);
            tensors.verify();
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "9, 7, 5", "127, 127, 3", "9, 9, 0"})
    default void scatteredRowsGoToTheirPlacesAmongZeros(int rows, int packed, int count) {
        for (TestTensors tensors : layouts()) {
            Tensor from = tensors.input(packed, 7);
            Tensor to = tensors.output(rows, 7);
            int[] indices = descending(rows, packed);
            engine().scatterRows(from, indices, count, to);
            double[][] expected = new double[rows][7];
            for (int i = 0; i < count; i++) {
                expected[indices[i]] = rows(from)[i];
            }
            assertExactly(ReferenceMath.flat(expected), to);
            tensors.verify();
        }
    }

    private static int[] descending(int rows, int count) {
        int[] indices = new int[count];
        for (int i = 0; i < count; i++) {
            indices[i] = rows - 1 - i;
        }
        return indices;
    }

    @Test
    default void rowIndicesOutsideTheMatrixAreRefused() {
        Tensor full = engine().allocate(4, 3);
        Tensor packed = engine().allocate(2, 3);
        for (int[] indices : new int[][] {{0, 4}, {-1, 0}, {0}}) {
            assertThrows(IllegalArgumentException.class, () -> engine().gatherRows(full, indices, 2, packed));
            assertThrows(IllegalArgumentException.class, () -> engine().scatterRows(packed, indices, 2, full));
        }
        int[] three = {0, 1, 2};
        assertThrows(IllegalArgumentException.class, () -> engine().gatherRows(full, three, 3, packed));
        assertThrows(IllegalArgumentException.class, () -> engine().scatterRows(packed, three, 3, full));
    }
}
