package charlm.tensor;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract of attendNext. */
interface NextAttentionContract extends EngineContract {
    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1, 1", "3, 2, 7, 1, 4", "3, 2, 7, 7, 4", "2, 3, 9, 5, 1", "5, 4, 127, 126, 7"})
    default void theNextPositionAttendsAsTheLastOfAWholeSequence(
            int batch, int heads, int capacity, int length, int headDim) {
        int width = heads * headDim;
        for (TestTensors tensors : layouts()) {
            Tensor q = tensors.input(batch, width);
            Tensor k = tensors.input((long) batch * capacity, width);
            Tensor v = tensors.input((long) batch * capacity, width);
            Tensor out = tensors.output(batch, width);
            engine().attendNext(heads, q, k, v, length, out);
            AttentionShape whole = new AttentionShape(batch, heads, length, length, headDim, false);
            double[][] queries = new double[batch * length][width];
            for (int b = 0; b < batch; b++) {
                queries[b * length + length - 1] = TestTensors.rows(q)[b];
            }
            ReferenceAttention reference = new ReferenceAttention(
                    whole, queries, first(k, batch, length), first(v, batch, length), null, null);
            double[][] last = new double[batch][];
            Arrays.setAll(last, b -> reference.out[b * length + length - 1]);
            assertClose(last, out);
            tensors.verify();
        }
    }

    private static double[][] first(Tensor kept, int batch, int length) {
        double[][] all = TestTensors.rows(kept);
        int capacity = all.length / batch;
        double[][] first = new double[batch * length][];
        Arrays.setAll(first, i -> all[i / length * capacity + i % length]);
        return first;
    }

    @Test
    default void whatDoesNotFitTheNextPositionIsRefused() {
        Tensor q = engine().allocate(2, 6);
        Tensor kept = engine().allocate(8, 6);
        Tensor odd = engine().allocate(7, 6);
        assertThrows(IllegalArgumentException.class, () -> engine().attendNext(4, q, kept, kept, 1, q));
        assertThrows(IllegalArgumentException.class, () -> engine().attendNext(2, q, kept, kept, 5, q));
        assertThrows(IllegalArgumentException.class, () -> engine().attendNext(2, q, kept, kept, 0, q));
        assertThrows(IllegalArgumentException.class, () -> engine().attendNext(2, q, odd, odd, 1, q));
        assertThrows(IllegalArgumentException.class, () -> engine().attendNext(2, q, kept, odd, 1, q));
    }
}
