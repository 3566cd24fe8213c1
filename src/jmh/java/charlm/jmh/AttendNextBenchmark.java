package charlm.jmh;

import charlm.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** Attention of one new position over a full block of those before it, as decoding asks for it. */
public class AttendNextBenchmark extends EngineBenchmark {
    private Tensor q;
    private Tensor k;
    private Tensor v;
    private Tensor out;

    @Setup
    public void fill() {
        q = random(BATCH, WIDTH);
        k = random(ROWS, WIDTH);
        v = random(ROWS, WIDTH);
        out = random(BATCH, WIDTH);
    }

    @Benchmark
    public void attendNext() {
        engine().attendNext(HEADS, q, k, v, LENGTH, out);
    }
}
