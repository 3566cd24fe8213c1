package charlm.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import charlm.tensor.Engine;
import charlm.tensor.PackedSequences;
import charlm.tensor.PassShape;
import charlm.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class SharedPrefixTest {
    @ParameterizedTest
    @CsvSource({"123 124 125, 2", "123 123, 3", "123, 3", "123 223, 0", "1234 1234 1294 1235, 2"})
    void thePrefixIsWhatAllSequencesBeginWith(String sequences, int shared) {
        int[] ids = sequences.replace(" ", "").chars().toArray();
        assertEquals(shared, SharedPrefix.of(ids, sequences.split(" ")[0].length()));
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#all")
    void thePrefixIsPackedOnceAndExpandedForEverySequence(Engine engine) {
        SharedPrefix prefix = new SharedPrefix(3, 3, 2);
        assertEquals(2 + 3, prefix.packedRows());
        try (Pass pass = prefill(engine, prefix)) {
            Tensor all = engine.allocate(9, 1).set(1, 2, 3, 1, 2, 4, 1, 2, 5);
            Tensor packed = pass.pack(all);
            assertArrayEquals(new float[] {1, 2, 3, 4, 5}, packed.toFloats());
            assertArrayEquals(all.toFloats(), pass.expand(packed).toFloats());
        }
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#all")
    void whatFollowsThePrefixStaysInTheOrderOfTheSequences(Engine engine) {
        SharedPrefix prefix = new SharedPrefix(3, 4, 1);
        assertEquals(1 + 3 * 3, prefix.packedRows());
        try (Pass pass = new Pass(engine)) {
            pass.beginPrefill(PassShape.uniform(PackedSequences.uniform(3, 4), prefix.packedRows()), prefix);
            Tensor all = engine.allocate(12, 1).set(1, 2, 3, 4, 1, 5, 6, 7, 1, 8, 9, 10);
            Tensor packed = pass.pack(all);
            assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, packed.toFloats());
            assertArrayEquals(all.toFloats(), pass.expand(packed).toFloats());
        }
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#all")
    void nothingIsCopiedWhereNothingIsShared(Engine engine) {
        try (Pass pass = prefill(engine, new SharedPrefix(3, 3, 0))) {
            Tensor all = engine.allocate(9, 1);
            assertSame(all, pass.pack(all));
            assertSame(all, pass.expand(all));
        }
    }

    private static Pass prefill(Engine engine, SharedPrefix prefix) {
        Pass pass = new Pass(engine);
        pass.beginPrefill(PassShape.uniform(PackedSequences.uniform(3, 3), prefix.packedRows()), prefix);
        return pass;
    }
}
