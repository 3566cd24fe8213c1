package charlm.tensor;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract of decodeAttention. */
interface DecodeAttentionContract extends EngineContract {
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1, 1", "3, 2, 7, 1, 4", "3, 2, 7, 7, 4", "2, 3, 9, 5, 1", "5, 4, 127, 126, 7", "1, 8, 90, 33, 32",
        "6, 8, 90, 48, 32", "8, 8, 3, 1, 8", "32, 2, 40, 17, 16", "4, 4, 16, 16, 4", "1, 2, 1, 1, 3", "7, 1, 5, 3, 6"
    })
    default void theNextPositionAttendsAsTheLastOfAWholeSequence(
            int batch, int heads, int capacity, int length, int headDim) {
        int width = heads * headDim;
        for (TestTensors tensors : layouts()) {
            Tensor q = tensors.input(batch, width);
            Tensor key = tensors.input(weights(tensors, width), width, width);
            Tensor value = tensors.input(weights(tensors, width), width, width);
            Tensor bias = tensors.input(width);
            Tensor memory = tensors.input((long) batch * capacity, width);
            Tensor out = tensors.output(batch, width);
            engine().decodeAttention(heads, q, new KeyValueWeights(key, value, bias), memory, length, out);
            AttentionShape whole = AttentionShape.uniform(batch, heads, length, length, headDim, false);
            double[][] queries = new double[batch * length][width];
            for (int b = 0; b < batch; b++) {
                queries[b * length + length - 1] = TestTensors.rows(q)[b];
            }
            double[][] read = first(memory, batch, length);
            double[][] keys = ReferenceMath.multiply(read, ReferenceMath.transpose(TestTensors.rows(key)));
            double[][] values = ReferenceMath.multiply(read, ReferenceMath.transpose(TestTensors.rows(value)));
            for (int i = 0; i < values.length; i++) {
                values[i] = ReferenceMath.add(values[i], bias.toDoubles());
            }
            ReferenceAttention reference = new ReferenceAttention(whole, queries, keys, values, null, null);
            double[][] last = new double[batch][];
            Arrays.setAll(last, b -> reference.out[b * length + length - 1]);
            assertClose(last, out);
            tensors.verify();
        }
    }

    /** Keys and values as large as what they are made of. */
    private static double[] weights(TestTensors tensors, long width) {
        return Arrays.stream(tensors.gaussians(width * width))
                .map(weight -> weight / Math.sqrt(width))
                .toArray();
    }

    private static double[][] first(Tensor memory, int batch, int length) {
        double[][] all = TestTensors.rows(memory);
        int capacity = all.length / batch;
        double[][] first = new double[batch * length][];
        Arrays.setAll(first, i -> all[i / length * capacity + i % length]);
        return first;
    }

    @Test
    default void whatDoesNotFitTheNextPositionIsRefused() {
        Tensor q = engine().allocate(2, 6);
        Tensor cache = engine().allocate(8, 6);
        Tensor odd = engine().allocate(7, 6);
        Tensor square = engine().allocate(6, 6);
        KeyValueWeights weights = new KeyValueWeights(square, square, engine().allocate(6));
        KeyValueWeights narrow = new KeyValueWeights(square, odd, engine().allocate(6));
        assertThrows(IllegalArgumentException.class, () -> engine().decodeAttention(4, q, weights, cache, 1, q));
        assertThrows(IllegalArgumentException.class, () -> engine().decodeAttention(2, q, weights, cache, 5, q));
        assertThrows(IllegalArgumentException.class, () -> engine().decodeAttention(2, q, weights, cache, 0, q));
        assertThrows(IllegalArgumentException.class, () -> engine().decodeAttention(2, q, weights, odd, 1, q));
        assertThrows(IllegalArgumentException.class, () -> engine().decodeAttention(2, q, narrow, cache, 1, q));
    }
}
