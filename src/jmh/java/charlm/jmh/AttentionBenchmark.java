package charlm.jmh;

import charlm.tensor.AttentionShape;
import charlm.tensor.DropoutMask;
import charlm.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Causal self-attention, queries, keys and values side by side in one buffer as the layers have them. */
public class AttentionBenchmark extends EngineBenchmark {
    @Param({"false", "true"})
    private boolean dropout;

    private AttentionShape shape;
    private DropoutMask mask;
    private Tensor[] views; // q, k, v
    private Tensor[] dViews;
    private Tensor weights;
    private Tensor out;
    private Tensor dOut;

    @Setup
    public void fill() {
        shape = AttentionShape.uniform(BATCH, HEADS, LENGTH, LENGTH, WIDTH / HEADS, false);
        mask = dropout ? mask() : null;
        views = parts(activation(ROWS, 3 * WIDTH));
        dViews = parts(activation(ROWS, 3 * WIDTH));
        weights = engine().allocate(engine().activationType(), engine().attentionRoom(shape));
        out = activation(ROWS, WIDTH);
        dOut = activation(ROWS, WIDTH);
        forward(); // backward reads the weights
    }

    private static Tensor[] parts(Tensor all) {
        return new Tensor[] {all.columns(0, WIDTH), all.columns(WIDTH, 2 * WIDTH), all.columns(2 * WIDTH, 3 * WIDTH)};
    }

    @Benchmark
    public void forward() {
        engine().attention(shape, views[0], views[1], views[2], mask, weights, out);
    }

    @Benchmark
    public void backward() {
        engine().attentionBackward(
                        shape, dOut, views[0], views[1], views[2], mask, weights, dViews[0], dViews[1], dViews[2]);
    }
}
