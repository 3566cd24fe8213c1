package charlm.jmh;

import charlm.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** Layer norm over C. */
public class LayerNormBenchmark extends EngineBenchmark {
    private Tensor x;
    private Tensor gain;
    private Tensor bias;
    private Tensor y;
    private Tensor mean;
    private Tensor variance;
    private Tensor dX;
    private Tensor dGain;
    private Tensor dBias;

    @Setup
    public void fill() {
        x = random(ROWS, WIDTH);
        gain = random(WIDTH);
        bias = random(WIDTH);
        y = activation(ROWS, WIDTH);
        mean = random(ROWS);
        variance = random(ROWS);
        dX = random(ROWS, WIDTH);
        dGain = random(WIDTH);
        dBias = random(WIDTH);
        engine().layerNorm(x, gain, bias, y, mean, variance); // backward reads the statistics
    }

    @Benchmark
    public void forward() {
        engine().layerNorm(x, gain, bias, y, mean, variance);
    }

    @Benchmark
    public void backward() {
        engine().layerNormBackward(y, x, gain, mean, variance, dX, dGain, dBias);
    }
}
