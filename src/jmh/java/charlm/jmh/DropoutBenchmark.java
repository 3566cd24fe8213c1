package charlm.jmh;

import charlm.tensor.DropoutMask;
import charlm.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** Dropout of activations, alone and before a residual sum, and the sum without it. */
public class DropoutBenchmark extends EngineBenchmark {
    private DropoutMask mask;
    private Tensor x;
    private Tensor branch;
    private Tensor out;

    @Setup
    public void fill() {
        mask = mask();
        x = random(ROWS, WIDTH);
        branch = random(ROWS, WIDTH);
        out = random(ROWS, WIDTH);
    }

    @Benchmark
    public void dropout() {
        engine().dropout(x, mask, out);
    }

    @Benchmark
    public void addDropout() {
        engine().addDropout(x, branch, mask, out);
    }

    @Benchmark
    public void addWithoutDropout() {
        engine().addDropout(x, branch, null, out);
    }
}
