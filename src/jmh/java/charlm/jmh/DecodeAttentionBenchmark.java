package charlm.jmh;

import charlm.tensor.KeyValueWeights;
import charlm.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** Attention of one new position over a full block of those before it, as decoding asks for it. */
public class DecodeAttentionBenchmark extends EngineBenchmark {
    private Tensor q;
    private KeyValueWeights weights;
    private Tensor cache;
    private Tensor out;

    @Setup
    public void fill() {
        q = random(BATCH, WIDTH);
        weights = new KeyValueWeights(random(WIDTH, WIDTH), random(WIDTH, WIDTH), random(WIDTH));
        cache = random(ROWS, WIDTH);
        out = random(BATCH, WIDTH);
    }

    @Benchmark
    public void decodeAttention() {
        engine().decodeAttention(HEADS, q, weights, cache, LENGTH, out);
    }
}
