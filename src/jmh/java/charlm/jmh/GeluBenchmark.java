package charlm.jmh;

import charlm.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** Exact GELU over 4C. */
public class GeluBenchmark extends EngineBenchmark {
    private Tensor x;
    private Tensor y;
    private Tensor dX;

    @Setup
    public void fill() {
        x = activation(ROWS, 4 * WIDTH);
        y = activation(ROWS, 4 * WIDTH);
        dX = activation(ROWS, 4 * WIDTH);
    }

    @Benchmark
    public void forward() {
        engine().gelu(x, y);
    }

    @Benchmark
    public void backward() {
        engine().geluBackward(x, y, dX);
    }
}
