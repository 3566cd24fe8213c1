package charlm.tensor.nd4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.tensor.NumberType;
import charlm.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class Nd4jStorageTest {
    @Test
    void arraySharesMemoryBothWays() {
        Tensor matrix = Nd4jStorage.tensor(Nd4j.arange(12).castTo(DataType.FLOAT), 0, 3, 4);
        Tensor window = matrix.columns(2, 4);
        Nd4jStorage.array(window).addi(100);
        assertArrayEquals(new float[] {0, 1, 102, 103, 4, 5, 106, 107, 8, 9, 110, 111}, matrix.toFloats());
        Nd4jStorage.array(matrix).assign(7);
        assertArrayEquals(new float[] {7, 7, 7, 7, 7, 7}, window.toFloats());
    }

    @Test
    void aStorageThatIsItselfAWindowKeepsItsOffset() {
        INDArray whole = Nd4j.arange(20).castTo(DataType.FLOAT);
        INDArray part = whole.get(NDArrayIndex.interval(10, 20));
        Tensor tensor = Nd4jStorage.tensor(part, 2, 2, 3);
        assertArrayEquals(new float[] {12, 13, 14, 15, 16, 17}, tensor.toFloats());
        assertArrayEquals(new float[] {13, 16}, tensor.columns(1, 2).toFloats());
        tensor.rows(1, 2).set(-1, -2, -3);
        assertEquals(-3, whole.getDouble(17));
        assertEquals(14, whole.getDouble(14));
    }

    @ParameterizedTest
    @EnumSource
    void everyTypeIsZeroedAndHasItsWidth(NumberType type) {
        Nd4jStorage storage = Nd4jStorage.allocate(type, 10);
        assertEquals(type, storage.type());
        assertEquals(10, storage.length());
        assertEquals(Nd4jStorage.dataType(type).width(), type.width());
        assertArrayEquals(new float[10], Tensor.over(storage, 0, 10).toFloats());
    }

    /** An engine's own view is made once and must not be lost. */
    @Test
    void theViewOfAnotherEngineStaysAttached() {
        Tensor tensor = Tensor.over(Nd4jStorage.allocate(NumberType.FLOAT, 2), 0, 2);
        Object view = new Object();
        tensor.attach(view);
        assertArrayEquals(new float[] {1, 2}, tensor.set(1, 2).toFloats());
        assertSame(view, tensor.attachment());
    }

    @Test
    void whatIsFreedTwiceIsFreedOnce() {
        Nd4jStorage storage = Nd4jStorage.allocate(NumberType.FLOAT, 2);
        assertFalse(storage.isFreed());
        storage.free();
        storage.free();
        assertTrue(storage.isFreed());
    }
}
