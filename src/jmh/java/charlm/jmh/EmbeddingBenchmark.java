package charlm.jmh;

import charlm.tensor.PackedSequences;
import charlm.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** Token and position embedding. */
public class EmbeddingBenchmark extends EngineBenchmark {
    private final PackedSequences rows = PackedSequences.uniform(BATCH, LENGTH);
    private int[] ids;
    private Tensor tokens;
    private Tensor positions;
    private Tensor out;

    @Setup
    public void fill() {
        ids = ids(ROWS);
        tokens = random(VOCAB, WIDTH);
        positions = random(LENGTH, WIDTH);
        out = random(ROWS, WIDTH);
    }

    @Benchmark
    public void forward() {
        engine().embed(ids, rows, tokens, positions, out);
    }

    @Benchmark
    public void backward() {
        engine().embedBackward(ids, rows, out, tokens, positions);
    }
}
