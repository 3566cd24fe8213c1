package charlm.tensor;

import static charlm.tensor.TestTensors.rows;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.tensor.RandomStream.Purpose;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The laws of dropout over many draws. Every expected number is written out here, none is asked of the mask. */
interface DropoutLawsContract extends EngineContract {
    int DRAWS = 200;
    int HEADS = 2;
    int[] IDS = {5, 0, 3};

    /** Five standard deviations of a rate over the fewest elements that a test here draws, and of a mean. */
    double RATE_TOLERANCE = 0.018;

    double MEAN_TOLERANCE = 0.06;

    /** The scale is a float in every engine. */
    double SCALE_TOLERANCE = 1e-5;

    /** Counts how often each element is kept, and sums what is left of it. */
    final class Draws {
        private final int[] kept;
        private double sum;
        private int count;

        Draws(int elements) {
            kept = new int[elements];
        }

        /** Adds an element of value 1 before dropout, which must be 0 or {@code scale} now. */
        void add(int element, double value, double scale) {
            assertEquals(value == 0 ? 0 : scale, value, SCALE_TOLERANCE * scale);
            kept[element] += value == 0 ? 0 : 1;
            sum += value;
            count++;
        }

        void verify(double rate) {
            assertEquals(rate, 1 - Arrays.stream(kept).sum() / (double) count, RATE_TOLERANCE);
            assertEquals(1, sum / count, MEAN_TOLERANCE, "the expected value is the input");
            assertTrue(
                    Arrays.stream(kept).allMatch(times -> times > 0 && times < DRAWS), "no element has a fixed fate");
        }
    }

    private static long key(int draw) {
        return RandomStream.key(1, Purpose.DROPOUT, 2, draw);
    }

    private static DropoutMask mask(double rate, int draw, int[] ids, PackedSequences sequences) {
        DropoutMask mask = new DropoutMask(rate);
        mask.moveTo(key(draw), ids, sequences);
        return mask;
    }

    private Tensor filled(Engine engine, long rows, long columns, double value) {
        double[] values = new double[Math.toIntExact(rows * columns)];
        Arrays.fill(values, value);
        return engine.allocate(rows, columns).set(values);
    }

    @ParameterizedTest
    @CsvSource({"0.1, 1.11111111", "0.25, 1.33333333", "0.5, 2", "0.75, 4"})
    default void activationsAreDroppedAtTheRateAndKeepTheirExpectedValue(double rate, double scale) {
        PackedSequences sequences = PackedSequences.uniform(3, 5);
        Tensor x = filled(engine(), 15, 7, 1);
        Tensor plain = filled(engine(), 15, 7, 3);
        Tensor out = engine().allocate(15, 7);
        Draws draws = new Draws(15 * 7);
        Draws branches = new Draws(15 * 7);
        for (int draw = 0; draw < DRAWS; draw++) {
            engine().dropout(x, mask(rate, draw, IDS, sequences), out);
            double[] dropped = out.toDoubles();
            engine().addDropout(plain, x, mask(rate, draw, IDS, sequences), out);
            double[] added = out.toDoubles();
            for (int i = 0; i < dropped.length; i++) {
                draws.add(i, dropped[i], scale);
                branches.add(i, added[i] == 3 ? 0 : added[i] - 3, scale);
            }
        }
        draws.verify(rate);
        branches.verify(rate);
    }

    /** With equal scores query i gives each of the keys up to i the weight 1 / (i + 1). */
    @ParameterizedTest
    @CsvSource({"0.25, 1.33333333", "0.5, 2"})
    default void attentionWeightsAreDroppedAtTheRateAndKeepTheirExpectedValue(double rate, double scale) {
        int length = 6;
        PackedSequences sequences = PackedSequences.uniform(3, length);
        Draws draws = new Draws(3 * HEADS * 21); // 1 + 2 + ... + 6 keys are seen
        for (int draw = 0; draw < DRAWS; draw++) {
            double[][] dropped = droppedWeights(engine(), rate, draw, IDS, sequences, sequences, length);
            int element = 0;
            for (int row = 0; row < dropped.length; row++) {
                int query = row % length;
                for (int i = 0; i < HEADS * length; i++) {
                    if (i % length <= query) {
                        draws.add(element++, dropped[row][i] * (query + 1), scale);
                    } else {
                        assertEquals(0, dropped[row][i]);
                    }
                }
            }
        }
        draws.verify(rate);
    }

    /**
     * Returns the weights after dropout, a row for each query: those that head h gives from column h * width on. Values
     * are one-hot, so that the output is the weights.
     */
    private double[][] droppedWeights(
            Engine engine, double rate, int draw, int[] ids, PackedSequences queries, PackedSequences keys, int width) {
        AttentionShape shape = new AttentionShape(queries, keys, HEADS, width, false);
        Tensor out = engine.allocate(queries.matrixRows(), shape.width());
        engine.attention(shape, tensors(engine, shape), weightMask(rate, draw, ids), out);
        return rows(out);
    }

    private static AttentionTensors tensors(Engine engine, AttentionShape shape) {
        return new AttentionTensors(
                engine.allocate(shape.queries().matrixRows(), shape.width()),
                engine.allocate(shape.keys().matrixRows(), shape.width()),
                oneHot(engine, shape.keys(), shape.headDim()),
                engine.allocate(engine.attentionWeightsLength(shape)));
    }

    private static DropoutMask weightMask(double rate, int draw, int[] ids) {
        DropoutMask mask = new DropoutMask(rate);
        mask.moveTo(key(draw), ids);
        return mask;
    }

    /** With a one-hot gradient of the output, too, that of the values is the transpose of the weights after dropout. */
    @Test
    default void theBackwardPassDropsTheSameWeights() {
        PackedSequences sequences = PackedSequences.uniform(3, 6);
        AttentionShape shape = new AttentionShape(sequences, sequences, HEADS, 6, false);
        AttentionTensors tensors = tensors(engine(), shape);
        Tensor out = engine().allocate(18, shape.width());
        engine().attention(shape, tensors, weightMask(0.5, 0, IDS), out);
        Tensor dV = engine().allocate(18, shape.width());
        AttentionGradients gradients =
                new AttentionGradients(engine().allocate(18, shape.width()), engine().allocate(18, shape.width()), dV);
        engine().attentionBackward(shape, oneHot(engine(), sequences, 6), tensors, weightMask(0.5, 0, IDS), gradients);
        double[][] dropped = rows(out);
        double[][] dValues = rows(dV);
        for (int row = 0; row < 18; row++) {
            int query = row % 6;
            for (int column = 0; column < HEADS * 6; column++) {
                int key = column % 6;
                double again = dValues[row - query + key][column - key + query];
                assertEquals(dropped[row][column], again, tolerance());
            }
        }
    }

    /** Returns a matrix whose row of position t is 1 in column t of every head, else 0. */
    private static Tensor oneHot(Engine engine, PackedSequences sequences, int width) {
        double[] values = new double[sequences.matrixRows() * HEADS * width];
        for (int row = 0; row < sequences.positions(); row++) {
            for (int head = 0; head < HEADS; head++) {
                values[(row * HEADS + head) * width + sequences.positionOf(row)] = 1;
            }
        }
        return engine.allocate(sequences.matrixRows(), (long) HEADS * width).set(values);
    }

    @Test
    default void whatIsDroppedDependsNeitherOnTheMicroBatchNorOnTheThread() {
        int width = 7;
        PackedSequences batch = PackedSequences.of(new int[] {4, 2, 7}, 4);
        double[][] whole = dropped(engine(), IDS, batch);
        double[][] wholeWeights = droppedWeights(engine(), 0.5, 0, IDS, batch, batch, width);
        requireParts(whole, wholeWeights, batch, batch.from(new int[] {1, 0, 4}), IDS, batch);
        if (engine().workers() > 1) {
            try (Engine worker = engine().openWorker()) {
                assertArrayEquals(whole, dropped(worker, IDS, batch));
                double[][] weights = droppedWeights(worker, 0.5, 0, IDS, batch, batch, width);
                assertClose(ReferenceMath.flat(wholeWeights), ReferenceMath.flat(weights));
            }
        }
        for (int sequence = 0; sequence < IDS.length; sequence++) {
            PackedSequences alone = PackedSequences.uniform(1, batch.length(sequence));
            int from = batch.start(sequence);
            int to = from + batch.length(sequence);
            int[] id = {IDS[sequence]};
            assertArrayEquals(Arrays.copyOfRange(whole, from, to), dropped(engine(), id, alone));
            assertClose(
                    ReferenceMath.flat(Arrays.copyOfRange(wholeWeights, from, to)),
                    ReferenceMath.flat(droppedWeights(engine(), 0.5, 0, id, alone, alone, width)));
        }
    }

    /** Requires of the tails of the sequences what was drawn for their positions in the whole. */
    private void requireParts(
            double[][] whole,
            double[][] wholeWeights,
            PackedSequences batch,
            PackedSequences tails,
            int[] ids,
            PackedSequences keys) {
        assertTrue(tails.isTail());
        double[][] dropped = dropped(engine(), ids, tails);
        double[][] weights = droppedWeights(engine(), 0.5, 0, ids, tails, keys, keys.longest());
        for (int row = 0; row < tails.positions(); row++) {
            int wholeRow = batch.indexOf(tails.sequenceOf(row), tails.positionOf(row));
            assertArrayEquals(whole[wholeRow], dropped[row]);
            assertClose(wholeWeights[wholeRow], weights[row]);
        }
    }

    private double[][] dropped(Engine engine, int[] ids, PackedSequences sequences) {
        Tensor x = filled(engine, sequences.matrixRows(), 9, 1);
        engine.dropout(x, mask(0.5, 0, ids, sequences), x);
        return rows(x);
    }

    private void assertClose(double[] expected, double[] actual) {
        assertArrayEquals(expected, actual, tolerance());
    }
}
