package charlm.bench;

import charlm.tensor.Engine;
import charlm.tensor.RandomStream;
import charlm.tensor.RandomStream.Purpose;
import charlm.tensor.Stopwatch;
import charlm.tensor.Tensor;

/**
 * Measures the machine's rate of matrix products: the best of some runs of y = x Wᵀ, large enough to keep every core busy and
 * small enough to stay near the caches.
 */
final class MatmulPeak {
    private static final double OPERATIONS_PER_MULTIPLY_ADD = 2;
    private static final int ROWS = 2048;
    private static final int WIDTH = 1024;
    private static final int WARMUP_RUNS = 3;
    private static final int RUNS = 12;
    private static final float SCALE = 2;
    private static final float CENTRE = 0.5f;

    private MatmulPeak() {}

    /** Returns floating-point operations a second. */
    static double measure(Engine engine) {
        Tensor x = engine.allocate(engine.activationType(), ROWS, WIDTH).set(random(ROWS * WIDTH));
        Tensor weights = engine.allocate(WIDTH * WIDTH).set(random(WIDTH * WIDTH));
        engine.parametersChanged(weights);
        Tensor weight = weights.reshape(WIDTH, WIDTH);
        Tensor y = engine.allocate(engine.activationType(), ROWS, WIDTH);
        double best = Double.MAX_VALUE;
        for (int run = 0; run < WARMUP_RUNS + RUNS; run++) {
            Stopwatch watch = Stopwatch.start();
            engine.linear(x, weight, null, y);
            best = Math.min(best, watch.seconds());
        }
        return OPERATIONS_PER_MULTIPLY_ADD * ROWS * WIDTH * WIDTH / best;
    }

    private static float[] random(int count) {
        RandomStream stream = RandomStream.of(0, Purpose.INITIALISATION, count, 0);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = SCALE * ((float) stream.nextDouble() - CENTRE);
        }
        return values;
    }
}
