package charlm.tensor;

import static charlm.tensor.TestTensors.rows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of attention and attentionBackward. */
interface AttentionContract extends EngineContract {
    @Test
    default void maskForThreeQueriesAndFiveKeysIsLeftAligned() {
        assertMask(new int[][] {{1, 0, 0, 0, 0}, {1, 1, 0, 0, 0}, {1, 1, 1, 0, 0}});
    }

    @Test
    default void maskForFiveQueriesAndThreeKeysIsLeftAligned() {
        assertMask(new int[][] {{1, 0, 0}, {1, 1, 0}, {1, 1, 1}, {1, 1, 1}, {1, 1, 1}});
    }

    /** Equal scores spread a query's attention evenly over what it may see. */
    private void assertMask(int[][] mask) {
        int queries = mask.length;
        int keys = mask[0].length;
        for (TestTensors tensors : layouts()) {
            AttentionShape shape = AttentionShape.uniform(1, 1, queries, keys, 2, false);
            Tensor weights = tensors.output(engine().attentionWeightsLength(shape));
            engine().attention(
                            shape,
                            new AttentionTensors(
                                    tensors.input(new double[queries * 2], queries, 2),
                                    tensors.input(keys, 2),
                                    tensors.input(keys, 2),
                                    weights),
                            null,
                            tensors.output(queries, 2));
            float[] got = engine().attentionWeights(shape, weights, 0);
            for (int i = 0; i < queries; i++) {
                double share = 1.0 / Arrays.stream(mask[i]).sum();
                for (int j = 0; j < keys; j++) {
                    double seen = mask[i][j] * share;
                    assertEquals(seen, got[i * keys + j], mask[i][j] * weightTolerance(), "query " + i + ", key " + j);
                }
            }
            tensors.verify();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1, 1, false",
        "2, 3, 7, 7, 5, false",
        "3, 2, 3, 5, 4, false",
        "3, 2, 7, 3, 4, false",
        "3, 2, 3, 5, 4, true",
        "3, 2, 7, 3, 1, true",
        "2, 8, 1, 7, 3, false",
        "2, 2, 9, 1, 3, true",
        "1, 2, 127, 127, 7, false",
    })
    default void attentionAndItsGradientsMatchTheReference(
            int batch, int heads, int queries, int keys, int headDim, boolean shared) {
        AttentionShape shape = AttentionShape.uniform(batch, heads, queries, keys, headDim, shared);
        for (TestTensors tensors : layouts()) {
            checkBothPasses(tensors, shape, null);
            tensors.verify();
        }
        for (TestTensors tensors : layouts()) {
            checkBothPasses(tensors, shape, mask());
            tensors.verify();
        }
    }

    /** Short rows among long ones, rows of one position, and matrix rows at the end that belong to none. */
    @ParameterizedTest
    @CsvSource({"1, false", "8, false", "1, true", "8, true"})
    default void rowsOfDifferentLengthsAttendEachToItself(int sizeMultiple, boolean shared) {
        int[][][] cases = {
            {{7, 7}, {3, 5}, {2, 4}, {9, 2}, {6, 3}},
            {{7, 7}, {3, 5}, {1, 4}, {9, 2}, {6, 1}},
            {{33, 17}, {17, 33}, {2, 3}, {20, 16}, {35, 18}},
        };
        DropoutMask mask = new DropoutMask(MASK_RATE);
        mask.moveTo(MASK_KEY, new int[] {5, 0, 3, 9, 1});
        for (int[][] queriesAndKeys : cases) {
            PackedSequences queries = packed(queriesAndKeys, 0, sizeMultiple);
            PackedSequences keys = packed(queriesAndKeys, 1, sizeMultiple);
            for (DropoutMask some : Arrays.asList(null, mask)) {
                for (TestTensors tensors : layouts()) {
                    checkBothPasses(tensors, new AttentionShape(queries, keys, 2, 3, shared), some);
                    tensors.verify();
                }
            }
        }
    }

    /** Tails of one query and of all a row has among them, more keys than positions and fewer. */
    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    default void aTailAttendsAsInItsWholeRow(int sizeMultiple) {
        PackedSequences rows = PackedSequences.of(new int[] {7, 33, 12, 20, 9}, sizeMultiple);
        PackedSequences queries = rows.from(new int[] {4, 27, 11, 4, 0});
        assertEquals("PackedSequences[0, 3, 9, 10, 26, 35] in " + queries.matrixRows(), queries.toString());
        DropoutMask mask = new DropoutMask(MASK_RATE);
        mask.moveTo(MASK_KEY, new int[] {5, 0, 3, 9, 1});
        for (PackedSequences keys :
                List.of(rows, rows.first(10), PackedSequences.of(new int[] {9, 40, 17, 30, 9}, 1))) {
            for (DropoutMask some : Arrays.asList(null, mask)) {
                for (TestTensors tensors : layouts()) {
                    checkBothPasses(tensors, new AttentionShape(queries, keys, 2, 3, false), some);
                    tensors.verify();
                }
            }
        }
    }

    private static PackedSequences packed(int[][] lengths, int side, int sizeMultiple) {
        return PackedSequences.of(
                Arrays.stream(lengths).mapToInt(of -> of[side]).toArray(), sizeMultiple);
    }

    private void checkBothPasses(TestTensors tensors, AttentionShape shape, DropoutMask mask) {
        long[] queryShape = {shape.queryRows(), shape.width()};
        long[] keyShape = {shape.keys().matrixRows(), shape.width()};
        long[] outShape = {shape.queries().matrixRows(), shape.width()};
        Tensor q = tensors.input(queryShape);
        Tensor k = tensors.input(keyShape);
        Tensor v = tensors.input(keyShape);
        Tensor dOut = tensors.input(outShape);
        Tensor weights = tensors.output(engine().attentionWeightsLength(shape));
        Tensor out = tensors.output(outShape);
        Tensor dQ = tensors.output(queryShape);
        Tensor dK = tensors.output(keyShape);
        Tensor dV = tensors.output(keyShape);
        ReferenceAttention expected = new ReferenceAttention(shape, rows(q), rows(k), rows(v), mask, rows(dOut));
        engine().attention(shape, new AttentionTensors(q, k, v, weights), mask, out);
        assertWeights(expected, shape, weights);
        assertClose(expected.out, out);
        engine().attentionBackward(
                        shape, dOut, new AttentionTensors(q, k, v, weights), mask, new AttentionGradients(dQ, dK, dV));
        assertClose(expected.dQ, dQ);
        assertClose(expected.dK, dK);
        assertClose(expected.dV, dV);
    }

    /** Weights are returned in single precision. */
    private double weightTolerance() {
        return Math.max(tolerance(), Math.ulp(1f));
    }

    private void assertWeights(ReferenceAttention expected, AttentionShape shape, Tensor weights) {
        int from = 0;
        for (int row = 0; row < shape.batch(); row++) {
            float[] got = engine().attentionWeights(shape, weights, row);
            int queries = got.length / shape.keys().length(row);
            double[] want = ReferenceMath.flat(Arrays.copyOfRange(expected.weights, from, from + queries));
            from += queries;
            assertEquals(want.length, got.length);
            for (int i = 0; i < got.length; i++) {
                assertEquals(want[i], got[i], weightTolerance() * (1 + want[i]), "weight " + i + " of row " + row);
            }
        }
    }

    /**
     * Batches of 7 and of as many rows as the buffer is wide, too, where one row's stride is the whole batch's width.
     */
    @ParameterizedTest
    @CsvSource({"2, 3", "7, 3", "21, 3", "2, 2", "14, 2"})
    default void queriesKeysAndValuesMayBeColumnsOfOneBuffer(int batch, int parts) {
        AttentionShape shape = AttentionShape.uniform(batch, 2, 7, 7, 3, false);
        int width = shape.width();
        long rows = 7L * batch;
        for (TestTensors tensors : layouts()) {
            Tensor fused = tensors.input(rows, (long) parts * width);
            Tensor dFused = tensors.output(rows, (long) parts * width);
            Tensor q = parts == 3 ? fused.columns(0, width) : tensors.input(rows, width);
            Tensor k = fused.columns((parts - 2L) * width, (parts - 1L) * width);
            Tensor v = fused.columns((parts - 1L) * width, (long) parts * width);
            Tensor dOut = tensors.input(rows, width);
            Tensor weights = tensors.output(engine().attentionWeightsLength(shape));
            Tensor out = tensors.output(rows, width);
            Tensor dQ = parts == 3 ? dFused.columns(0, width) : tensors.output(rows, width);
            Tensor dK = dFused.columns((parts - 2L) * width, (parts - 1L) * width);
            Tensor dV = dFused.columns((parts - 1L) * width, (long) parts * width);
            engine().attention(shape, new AttentionTensors(q, k, v, weights), null, out);
            engine().attentionBackward(
                            shape,
                            dOut,
                            new AttentionTensors(q, k, v, weights),
                            null,
                            new AttentionGradients(dQ, dK, dV));
            ReferenceAttention expected = new ReferenceAttention(shape, rows(q), rows(k), rows(v), null, rows(dOut));
            assertClose(expected.out, out);
            assertClose(expected.dQ, dQ);
            assertClose(expected.dK, dK);
            assertClose(expected.dV, dV);
            tensors.verify();
        }
    }

    @Test
    default void hugeScoresStillGiveProbabilities() {
        AttentionShape shape = AttentionShape.uniform(2, 1, 5, 5, 4, false);
        for (TestTensors tensors : layouts()) {
            double[] huge = Arrays.stream(tensors.gaussians(2 * 5 * 4))
                    .map(x -> x * 1e4)
                    .toArray();
            Tensor q = tensors.input(huge, 2 * 5, 4);
            Tensor k = tensors.input(huge, 2 * 5, 4);
            Tensor v = tensors.input(2 * 5, 4);
            Tensor weights = tensors.output(engine().attentionWeightsLength(shape));
            Tensor out = tensors.output(2 * 5, 4);
            engine().attention(shape, new AttentionTensors(q, k, v, weights), null, out);
            for (int row = 0; row < 2; row++) {
                float[] got = engine().attentionWeights(shape, weights, row);
                for (int from = 0; from < got.length; from += 5) {
                    double sum = got[from] + got[from + 1] + got[from + 2] + got[from + 3] + got[from + 4];
                    assertEquals(1, sum, 10 * weightTolerance());
                }
            }
            assertClose(new ReferenceAttention(shape, rows(q), rows(k), rows(v), null, null).out, out);
            tensors.verify();
        }
    }

    @Test
    default void shapesThatDoNotFitAnAttentionAreRefused() {
        AttentionShape shape = AttentionShape.uniform(2, 1, 3, 3, 4, false);
        Tensor x = engine().allocate(2 * 3, 4);
        Tensor wrong = engine().allocate(3, 4);
        Tensor weights = engine().allocate(engine().attentionWeightsLength(shape));
        Tensor wrongWeights = engine().allocate(engine().attentionWeightsLength(shape) - 1);
        assertThrows(IllegalArgumentException.class, () -> engine().attention(
                        shape, new AttentionTensors(wrong, x, x, weights), null, x));
        assertThrows(IllegalArgumentException.class, () -> engine().attention(
                        shape, new AttentionTensors(x, x, wrong, weights), null, x));
        assertThrows(IllegalArgumentException.class, () -> engine().attention(
                        shape, new AttentionTensors(x, x, x, wrongWeights), null, x));
        assertThrows(IllegalArgumentException.class, () -> engine().attentionBackward(
                        shape, x, new AttentionTensors(x, x, x, weights), null, new AttentionGradients(x, wrong, x)));
    }
}
