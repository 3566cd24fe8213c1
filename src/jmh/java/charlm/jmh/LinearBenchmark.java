package charlm.jmh;

import charlm.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** y = x Wᵀ + b from C to 4C, the widest product of a block. */
public class LinearBenchmark extends EngineBenchmark {
    private static final int OUT = 4 * WIDTH;

    private Tensor x;
    private Tensor weight;
    private Tensor bias;
    private Tensor y;

    @Setup
    public void fill() {
        x = random(ROWS, WIDTH);
        weight = random(OUT, WIDTH);
        bias = random(OUT);
        y = random(ROWS, OUT);
    }

    @Benchmark
    public void forward() {
        engine().linear(x, weight, bias, y);
    }

    @Benchmark
    public void backwardInput() {
        engine().linearBackwardInput(y, weight, x);
    }

    @Benchmark
    public void backwardWeight() {
        engine().linearBackwardWeight(y, x, weight, bias);
    }
}
