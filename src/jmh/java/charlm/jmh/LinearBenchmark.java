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
    private Tensor dX;
    private Tensor dWeight;
    private Tensor dBias;

    @Setup
    public void fill() {
        x = activation(ROWS, WIDTH);
        Tensor parameters = random(OUT * WIDTH);
        engine().parametersChanged(parameters);
        weight = parameters.reshape(OUT, WIDTH);
        bias = random(OUT);
        y = activation(ROWS, OUT);
        dX = activation(ROWS, WIDTH);
        dWeight = random(OUT, WIDTH);
        dBias = random(OUT);
    }

    @Benchmark
    public void forward() {
        engine().linear(x, weight, bias, y);
    }

    @Benchmark
    public void backwardInput() {
        engine().linearBackwardInput(y, weight, dX);
    }

    @Benchmark
    public void backwardWeight() {
        engine().linearBackwardWeight(y, x, dWeight, dBias);
    }
}
