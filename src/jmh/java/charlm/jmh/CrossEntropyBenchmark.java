package charlm.jmh;

import charlm.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** The loss over V logits a row, with its gradient and without. */
public class CrossEntropyBenchmark extends EngineBenchmark {
    private Tensor logits;
    private Tensor dLogits;
    private int[] targets;

    @Setup
    public void fill() {
        logits = random(ROWS, VOCAB);
        dLogits = activation(ROWS, VOCAB);
        targets = ids(ROWS);
    }

    @Benchmark
    public double loss() {
        return engine().crossEntropy(logits, targets, ROWS, 1, null);
    }

    @Benchmark
    public double lossAndGradient() {
        return engine().crossEntropy(logits, targets, ROWS, 1, dLogits);
    }
}
