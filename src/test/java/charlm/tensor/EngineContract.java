package charlm.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/** The common ground of the parts of the engine's contract. */
interface EngineContract {
    /** Seed, step and rows of every dropout mask here; the rows are no plain count, so that mixing them up shows. */
    long MASK_KEY = 0x5EED5EED5EEDL;

    int[] MASK_ROWS = {5, 0, 3};
    double MASK_RATE = 0.3;

    Engine engine();

    /** Returns the error allowed for an expected value e, relative to 1 + |e|. */
    double tolerance();

    /**
     * Returns sets of arguments to repeat a test with: plain tensors, windows into wider buffers, and both again in
     * other memory with other numbers, so that nothing an engine remembers of a first call may serve a second.
     */
    default List<TestTensors> layouts() {
        return List.of(
                new TestTensors(engine(), false, 1),
                new TestTensors(engine(), true, 2),
                new TestTensors(engine(), false, 3),
                new TestTensors(engine(), true, 4));
    }

    default DropoutMask mask() {
        DropoutMask mask = new DropoutMask(MASK_RATE);
        mask.moveTo(MASK_KEY, MASK_ROWS);
        return mask;
    }

    default void assertClose(double[][] expected, Tensor actual) {
        assertClose(ReferenceMath.flat(expected), actual);
    }

    default void assertClose(double[] expected, Tensor actual) {
        assertClose(expected, actual, tolerance());
    }

    default void assertClose(double[] expected, Tensor actual, double tolerance) {
        double[] got = actual.toDoubles();
        assertEquals(expected.length, got.length);
        for (int i = 0; i < got.length; i++) {
            double error = Math.abs(got[i] - expected[i]);
            String message = "element " + i + " of " + actual + " is " + got[i] + ", expected " + expected[i];
            assertTrue(error <= tolerance * (1 + Math.abs(expected[i])), message); // false for NaN too
        }
    }

    default void assertExactly(double[] expected, Tensor actual) {
        assertArrayEquals(expected, actual.toDoubles());
    }
}
