package charlm.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.tensor.nd4j.Nd4jStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorTest {
    /** 0 to 11 as a matrix (3, 4). */
    private static Tensor matrix() {
        return Tensor.over(Nd4jStorage.allocate(NumberType.FLOAT, 12), 0, 3, 4)
                .set(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    }

    @Test
    void columnsSeeEveryRowOfTheirRange() {
        Tensor window = matrix().columns(1, 3);
        assertTrue(window.hasShape(3, 2));
        assertFalse(window.isContiguous());
        assertEquals(4, window.stride(0));
        assertArrayEquals(new float[] {1, 2, 5, 6, 9, 10}, window.toFloats());
        assertArrayEquals(new double[] {1, 2, 5, 6, 9, 10}, window.toDoubles());
    }

    @Test
    void windowsOfWindowsAddTheirOffsets() {
        Tensor window = matrix().rows(1, 3).columns(1, 4).columns(1, 3).rows(1, 2);
        assertEquals(1 * 4 + 2 + 4, window.offset());
        assertArrayEquals(new float[] {10, 11}, window.toFloats());
    }

    @Test
    void writingThroughAWindowChangesTheMatrixThereAndNowhereElse() {
        Tensor matrix = matrix();
        matrix.columns(1, 3).rows(1, 3).set(-1, -2, -3, -4);
        assertArrayEquals(new float[] {0, 1, 2, 3, 4, -1, -2, 7, 8, -3, -4, 11}, matrix.toFloats());
    }

    @ParameterizedTest
    @EnumSource(
            value = NumberType.class,
            names = {"FLOAT", "DOUBLE"})
    void valuesSurviveSettingAndReading(NumberType type) {
        Tensor tensor = Tensor.over(Nd4jStorage.allocate(type, 24), 0, 1, 2, 3, 4);
        double[] values = new double[24];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * 0.25 - 3;
        }
        assertArrayEquals(values, tensor.set(values).toDoubles());
        assertEquals(type, tensor.dataType());
    }

    @Test
    void doublePrecisionIsNotLost() {
        double third = 1.0 / 3;
        Tensor tensor = Tensor.over(Nd4jStorage.allocate(NumberType.DOUBLE, 4), 1, 2);
        assertArrayEquals(
                new double[] {third, -third},
                tensor.set(new double[] {third, -third}).toDoubles());
    }

    @Test
    void slicesAndReshapesOfContiguousTensorsAreViews() {
        Tensor matrix = matrix();
        Tensor slice = matrix.slice(4, 2, 2);
        assertArrayEquals(new float[] {4, 5, 6, 7}, slice.toFloats());
        slice.reshape(4).set(40, 50, 60, 70);
        assertArrayEquals(new float[] {0, 1, 2, 3, 40, 50, 60, 70, 8, 9, 10, 11}, matrix.toFloats());
    }

    @Test
    void aViewMayReachTheEndsOfItsTensor() {
        Tensor matrix = matrix();
        assertEquals(2, matrix.rank());
        assertArrayEquals(new long[] {3, 4}, matrix.shape());
        assertTrue(matrix.hasShapeOf(matrix()) && !matrix.hasShapeOf(matrix.rows(0, 2)));
        assertTrue(matrix.reshape(12).hasShape(12) && !matrix.reshape(12).hasShape(11) && !matrix.hasShape(3));
        assertSame(matrix, matrix.set(matrix.toFloats()));
        assertSame(matrix, matrix.set(matrix.toDoubles()));
        assertEquals(3, matrix.dim(0));
        assertArrayEquals(matrix.toFloats(), matrix.slice(0, 12).toFloats());
        assertArrayEquals(new float[] {10, 11}, matrix.slice(10, 2).toFloats());
        assertArrayEquals(matrix.toFloats(), matrix.rows(0, 3).columns(0, 4).toFloats());
        assertArrayEquals(new float[] {11}, Tensor.over(matrix.storage(), 11, 1).toFloats());
        assertEquals("Tensor[3, 2] strides [4, 1]", matrix.columns(0, 2).toString());
    }

    @Test
    void viewsThatDoNotFitAreRefused() {
        Tensor matrix = matrix();
        assertThrows(IllegalArgumentException.class, () -> matrix.slice(-1, 3));
        assertThrows(IllegalArgumentException.class, () -> matrix.rows(-1, 2));
        assertThrows(IllegalArgumentException.class, () -> Tensor.over(matrix.storage(), -1, 3));
        assertThrows(IllegalArgumentException.class, () -> Tensor.over(matrix.storage(), 12, 1));
        assertThrows(IllegalArgumentException.class, () -> matrix.columns(2, 5));
        assertThrows(IllegalArgumentException.class, () -> matrix.rows(2, 2));
        assertThrows(IllegalArgumentException.class, () -> matrix.slice(10, 3));
        assertThrows(IllegalArgumentException.class, () -> matrix.slice(0, 4).slice(2, 3)); // inside the storage alone
        assertThrows(IllegalArgumentException.class, () -> matrix.reshape(5, 2));
        assertThrows(IllegalArgumentException.class, () -> matrix.columns(0, 2).reshape(6));
        assertThrows(IllegalArgumentException.class, () -> matrix.reshape(12).rows(0, 1));
        assertThrows(IllegalArgumentException.class, () -> Tensor.over(matrix.storage(), 1, 3, 4));
        assertThrows(IllegalArgumentException.class, () -> Tensor.over(matrix.storage(), 0, 3, 0));
    }

    @Test
    void anotherNumberOfValuesIsRefusedWithBothNumbers() {
        var refused = assertThrows(IllegalArgumentException.class, () -> matrix().set(1, 2, 3));
        assertEquals("Tensor[3, 4] takes 12 values, got 3", refused.getMessage());
        refused = assertThrows(IllegalArgumentException.class, () -> matrix().set(new double[13]));
        assertEquals("Tensor[3, 4] takes 12 values, got 13", refused.getMessage());
    }

    @Test
    void anAttachmentStaysWithItsTensor() {
        Tensor matrix = matrix();
        matrix.attach("view");
        assertEquals("view", matrix.attachment());
        assertEquals(null, matrix.rows(0, 1).attachment());
    }
}
