package charlm.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.DoubleSupplier;

/** Compares gradients with (loss(x + h) - loss(x - h)) / 2h in double precision. */
final class CentralDifferences {
    private static final double STEP = 1e-5;
    private static final double TOLERANCE = 1e-8;

    private CentralDifferences() {}

    /** Returns the sum of the products of matching elements. */
    static double dot(Tensor a, Tensor b) {
        double[] left = a.toDoubles();
        double[] right = b.toDoubles();
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += left[i] * right[i];
        }
        return sum;
    }

    /** Checks that {@code gradient} is that of {@code loss}, which reads {@code x}. */
    static void check(String name, Tensor x, Tensor gradient, DoubleSupplier loss) {
        double[] values = x.toDoubles();
        double[] got = gradient.toDoubles();
        for (int i = 0; i < values.length; i++) {
            double[] moved = values.clone();
            moved[i] = values[i] + STEP;
            x.set(moved);
            double above = loss.getAsDouble();
            moved[i] = values[i] - STEP;
            x.set(moved);
            double expected = (above - loss.getAsDouble()) / (2 * STEP);
            assertEquals(expected, got[i], TOLERANCE * (1 + Math.abs(expected)), name + "[" + i + "]");
        }
        x.set(values);
    }
}
