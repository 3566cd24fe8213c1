package charlm.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.golden.WatchedEngine;
import charlm.tensor.Engine;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ParameterSetTest {
    private final NetworkBuilder builder = new NetworkBuilder(new ModelConfig(Variant.VANILLA, 9, 8, 2, 2, 8, 0), 0);

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#all")
    void whatDecaysComesFirstAndNoTwoParametersShareAnElement(Engine engine) {
        Parameter bias = builder.parameter("a.bias", Initializer.ONES, 3);
        Parameter weight = builder.weight("a.weight", 2, 3);
        Parameter basis = builder.parameter("c.C", Initializer.uniform(1), 1, 4, 3);
        ParameterSet set = new ParameterSet(builder, engine);
        assertEquals(21, set.count());
        assertEquals(18, set.decayedLength());
        weight.value().set(filled(6, 1));
        basis.value().set(filled(12, 2));
        bias.value().set(filled(3, 3));
        basis.gradient().set(filled(12, 4));
        float[] values = set.values().toFloats();
        assertArrayEquals(filled(6, 1), Arrays.copyOf(values, 6));
        assertArrayEquals(filled(12, 2), Arrays.copyOfRange(values, 6, 18));
        assertArrayEquals(filled(3, 3), Arrays.copyOfRange(values, 18, 21));
        assertArrayEquals(filled(12, 4), Arrays.copyOfRange(set.gradients().toFloats(), 6, 18));
        assertArrayEquals(new long[] {1, 4, 3}, basis.shape());
        assertTrue(basis.value().hasShape(4, 3)); // layers see a matrix
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#all")
    void gradientsTakeMemoryOnceTheyAreAskedFor(Engine engine) {
        Parameter weight = builder.weight("weight", 2, 3);
        Parameter bias = builder.parameter("bias", Initializer.ZEROS, 3);
        AtomicLong elements = new AtomicLong();
        ParameterSet set = new ParameterSet(builder, WatchedEngine.allocating(engine, elements));
        assertEquals(9, elements.get());
        bias.gradient().set(filled(3, 1));
        weight.gradient().set(filled(6, 2));
        assertArrayEquals(
                new float[] {2, 2, 2, 2, 2, 2, 1, 1, 1}, set.gradients().toFloats());
        assertEquals(2 * 9, elements.get());
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#all")
    void fusedParametersAreTheSameMemory(Engine engine) {
        Parameter query = builder.weight("query.weight", 2, 3);
        Parameter key = builder.weight("key.weight", 2, 3);
        Parameter both = builder.fused(query, key);
        ParameterSet set = new ParameterSet(builder, engine);
        assertEquals(2, set.list().size());
        assertTrue(both.value().hasShape(4, 3));
        query.value().set(filled(6, 1));
        key.value().set(filled(6, 2));
        float[] values = both.value().toFloats();
        assertArrayEquals(filled(6, 1), Arrays.copyOf(values, 6));
        assertArrayEquals(filled(6, 2), Arrays.copyOfRange(values, 6, 12));
        both.gradient().set(filled(12, 3));
        assertArrayEquals(filled(6, 3), key.gradient().toFloats());
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#all")
    void fusedParametersMustBeNeighbours(Engine engine) {
        Parameter first = builder.weight("first", 2, 3);
        builder.weight("between", 2, 3);
        builder.fused(first, builder.weight("last", 2, 3));
        assertThrows(IllegalStateException.class, () -> new ParameterSet(builder, engine));
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#all")
    void aNameBelongsToOneParameter(Engine engine) {
        builder.weight("a", 2, 3);
        String message = assertThrows(IllegalArgumentException.class, () -> new ParameterSet(builder, engine).get("b"))
                .getMessage();
        assertEquals("no parameter is called b; there are [a]", message);
        builder.weight("a", 2, 3);
        assertThrows(IllegalStateException.class, () -> new ParameterSet(builder, engine));
    }

    @Test
    void onlyNamesWithBiasAreSparedTheDecay() {
        assertFalse(builder.parameter("blocks.0.ln1.bias", Initializer.ZEROS, 3).decays());
        assertTrue(builder.parameter("blocks.0.ln1.weight", Initializer.ONES, 3).decays());
        assertTrue(builder.parameter("pos_emb", Initializer.ZEROS, 1, 3, 3).decays());
    }

    private static float[] filled(int length, float value) {
        float[] filled = new float[length];
        Arrays.fill(filled, value);
        return filled;
    }
}
