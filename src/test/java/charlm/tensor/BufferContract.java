package charlm.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract of allocate, zero, copy and addInPlace. */
interface BufferContract extends EngineContract {
    @Test
    default void allocatedTensorsAreZeroAndContiguous() {
        Tensor x = engine().allocate(2, 3, 5, 7);
        assertArrayEquals(new long[] {2, 3, 5, 7}, x.shape());
        assertTrue(x.isContiguous());
        assertEquals(engine().dataType(), x.dataType());
        assertExactly(new double[2 * 3 * 5 * 7], x);
    }

    @Test
    default void elementsAreCopiedOutRowByRow() {
        for (TestTensors tensors : layouts()) {
            Tensor x = tensors.input(3, 5);
            assertArrayEquals(x.toFloats(), engine().toFloats(x));
            Tensor vector = tensors.input(7);
            assertArrayEquals(vector.toFloats(), engine().toFloats(vector));
        }
    }

    @Test
    default void nameIsAFlagValueAndDescriptionIsOneLine() {
        assertTrue(Set.of("onednn", "nd4j").contains(engine().name()), engine().name());
        assertEquals(1, engine().description().lines().count(), engine().description());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 127", "127, 1", "7, 127"})
    default void zeroClearsEveryElementAndNoOther(long rows, long columns) {
        for (TestTensors tensors : layouts()) {
            Tensor x = tensors.output(rows, columns);
            engine().zero(x);
            assertExactly(new double[(int) (rows * columns)], x);
            tensors.verify();
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 127", "127, 1", "7, 127"})
    default void copyTakesEveryElement(long rows, long columns) {
        for (TestTensors tensors : layouts()) {
            Tensor from = tensors.input(rows, columns);
            Tensor to = tensors.output(rows, columns);
            engine().copy(from, to);
            assertExactly(from.toDoubles(), to);
            tensors.verify();
        }
    }

    @Test
    default void copyGoesBetweenWindowsAndPlainTensors() {
        for (TestTensors tensors : layouts()) {
            Tensor window = tensors.input(7, 5);
            Tensor plain = engine().allocate(7, 5);
            engine().copy(window, plain);
            assertExactly(window.toDoubles(), plain);
            Tensor back = tensors.output(7, 5);
            engine().copy(plain, back);
            assertExactly(window.toDoubles(), back);
            tensors.verify();
        }
    }

    @Test
    default void vectorsAreCopiedZeroedAndAdded() {
        for (TestTensors tensors : layouts()) {
            Tensor from = tensors.input(127);
            Tensor to = tensors.output(127);
            engine().copy(from, to);
            assertExactly(from.toDoubles(), to);
            engine().addInPlace(to, from);
            assertClose(ReferenceMath.add(from.toDoubles(), from.toDoubles()), to);
            engine().zero(to);
            assertExactly(new double[127], to);
            tensors.verify();
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 127", "127, 1", "7, 127"})
    default void addInPlaceAddsToTheFirst(long rows, long columns) {
        for (TestTensors tensors : layouts()) {
            Tensor x = tensors.changing(rows, columns);
            Tensor y = tensors.input(rows, columns);
            double[] expected = ReferenceMath.add(x.toDoubles(), y.toDoubles());
            engine().addInPlace(x, y);
            assertClose(expected, x);
            tensors.verify();
        }
    }

    @Test
    default void shapesThatDifferAreRefused() {
        Tensor x = engine().allocate(3, 4);
        Tensor y = engine().allocate(4, 3);
        assertThrows(IllegalArgumentException.class, () -> engine().copy(x, y));
        assertThrows(IllegalArgumentException.class, () -> engine().addInPlace(x, y));
        assertThrows(IllegalArgumentException.class, () -> engine().gelu(x, y));
        assertThrows(IllegalArgumentException.class, () -> engine().geluBackward(x, x, y));
    }
}
