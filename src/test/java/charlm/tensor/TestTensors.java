package charlm.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import charlm.tensor.RandomStream.Purpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the arguments of one operation, either plain or as windows into wider buffers, and checks afterwards that no
 * input changed and that nothing was written beside a window.
 */
final class TestTensors {
    private static final double FRAME_VALUE = 4096;
    private static final int FRAME_COLUMNS = 3;
    private static final int FRAME_ELEMENTS = 5;

    private final Engine engine;
    private final boolean framed;
    private final RandomStream random;
    private final List<Tensor> inputs = new ArrayList<>();
    private final List<double[]> inputValues = new ArrayList<>();
    private final List<Tensor> buffers = new ArrayList<>();
    private final List<Tensor> windows = new ArrayList<>();

    TestTensors(Engine engine, boolean framed, long seed) {
        this.engine = engine;
        this.framed = framed;
        this.random = RandomStream.of(seed, Purpose.DEMO_CORPUS, 0, 0);
    }

    /** Returns standard normal numbers that the operation must leave alone. */
    Tensor input(long... shape) {
        return input(gaussians(Tensor.product(shape)), shape);
    }

    /** Returns {@code values} that the operation must leave alone. */
    Tensor input(double[] values, long... shape) {
        Tensor tensor = make(shape).set(values);
        inputs.add(tensor);
        inputValues.add(tensor.toDoubles());
        return tensor;
    }

    /** Returns standard normal numbers that the operation may change: a running sum, or what works in place. */
    Tensor changing(long... shape) {
        return changing(gaussians(Tensor.product(shape)), shape);
    }

    Tensor changing(double[] values, long... shape) {
        return make(shape).set(values);
    }

    /** Returns NaNs, all of which the operation must overwrite. */
    Tensor output(long... shape) {
        double[] values = new double[Math.toIntExact(Tensor.product(shape))];
        Arrays.fill(values, Double.NaN);
        return make(shape).set(values);
    }

    double[] gaussians(long count) {
        double[] values = new double[Math.toIntExact(count)];
        Arrays.setAll(values, i -> random.nextGaussian());
        return values;
    }

    private Tensor make(long... shape) {
        if (!framed) {
            return engine.allocate(shape);
        }
        Tensor buffer;
        Tensor window;
        if (shape.length == 2) {
            buffer = engine.allocate(shape[0] + 2, shape[1] + 2 * FRAME_COLUMNS);
            window = buffer.rows(1, shape[0] + 1).columns(FRAME_COLUMNS, FRAME_COLUMNS + shape[1]);
        } else {
            buffer = engine.allocate(Tensor.product(shape) + 2 * FRAME_ELEMENTS);
            window = buffer.slice(FRAME_ELEMENTS, shape);
        }
        buffer.set(frameValues(buffer));
        buffers.add(buffer);
        windows.add(window);
        return window;
    }

    /** Checks inputs and surroundings; call it last, it wipes the windows. */
    void verify() {
        for (int i = 0; i < inputs.size(); i++) {
            assertArrayEquals(inputValues.get(i), inputs.get(i).toDoubles(), "input " + i + " was changed");
        }
        for (int i = 0; i < buffers.size(); i++) {
            windows.get(i).set(frameValues(windows.get(i)));
            for (double value : buffers.get(i).toDoubles()) {
                assertEquals(FRAME_VALUE, value, "something was written beside " + windows.get(i));
            }
        }
    }

    private static double[] frameValues(Tensor x) {
        double[] values = new double[Math.toIntExact(x.length())];
        Arrays.fill(values, FRAME_VALUE);
        return values;
    }

    /** Returns a matrix, or any tensor seen as a matrix of its last axis, in plain Java. */
    static double[][] rows(Tensor x) {
        return ReferenceMath.rows(x.toDoubles(), Math.toIntExact(x.dim(x.rank() - 1)));
    }
}
