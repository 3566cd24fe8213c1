package charlm.tensor.onednn;

import charlm.tensor.Rounding;
import charlm.tensor.Tensor;
import java.nio.FloatBuffer;

/** The sum of squares in double precision, by chunks of fixed size, so that the thread count changes no bit. */
final class SquaredNormLoop implements Parallel.Range {
    private static final int CHUNK = 4096;
    private static final int SUMS = 4; // side by side

    private final Parallel parallel;
    private final ThreadArrays stage;
    private double[] partials = {};
    private FloatBuffer values;
    private int length;

    SquaredNormLoop(Parallel parallel) {
        this.parallel = parallel;
        stage = new ThreadArrays(parallel);
    }

    double of(Tensor x) {
        if (x.isContiguous()) {
            return ofDense(x);
        }
        double sum = 0;
        for (int row = 0; row < x.dim(0); row++) {
            sum += ofDense(x.rows(row, row + 1L));
        }
        return sum;
    }

    private double ofDense(Tensor x) {
        values = HostMemory.floats(x);
        length = Math.toIntExact(x.length());
        int chunks = Rounding.divideUp(length, CHUNK);
        if (partials.length < chunks) {
            partials = new double[chunks];
        }
        parallel.run(chunks, 1, this);
        double sum = 0;
        for (int chunk = 0; chunk < chunks; chunk++) {
            sum += partials[chunk];
        }
        return sum;
    }

    @Override
    public void run(int from, int to, int slot) {
        float[] chunk = stage.of(slot, CHUNK);
        for (int i = from; i < to; i++) {
            int count = Math.min(CHUNK, length - i * CHUNK);
            values.get(i * CHUNK, chunk, 0, count);
            partials[i] = squares(chunk, count);
        }
    }

    /** Four independent sums, so that one addition need not wait for the one before. */
    private static double squares(float[] chunk, int count) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + SUMS <= count; i += SUMS) {
            a += (double) chunk[i] * chunk[i];
            b += (double) chunk[i + 1] * chunk[i + 1];
            c += (double) chunk[i + 2] * chunk[i + 2];
            d += (double) chunk[i + 3] * chunk[i + 3];
        }
        for (; i < count; i++) {
            a += (double) chunk[i] * chunk[i];
        }
        return a + b + (c + d);
    }
}
