package charlm.jmh;

import charlm.tensor.AttentionGradients;
import charlm.tensor.AttentionShape;
import charlm.tensor.AttentionTensors;
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
    private AttentionTensors tensors;
    private AttentionGradients gradients;
    private Tensor out;
    private Tensor dOut;

    @Setup
    public void fill() {
        shape = AttentionShape.uniform(BATCH, HEADS, LENGTH, LENGTH, WIDTH / HEADS, false);
        mask = dropout ? mask() : null;
        Tensor weights = engine().allocate(engine().activationType(), engine().attentionWeightsLength(shape));
        Tensor qkv = activation(ROWS, 3 * WIDTH);
        tensors = new AttentionTensors(part(qkv, 0), part(qkv, 1), part(qkv, 2), weights);
        Tensor dQkv = activation(ROWS, 3 * WIDTH);
        gradients = new AttentionGradients(part(dQkv, 0), part(dQkv, 1), part(dQkv, 2));
        out = activation(ROWS, WIDTH);
        dOut = activation(ROWS, WIDTH);
        forward(); // backward reads the weights
    }

    private static Tensor part(Tensor fused, int number) {
        return fused.columns((long) number * WIDTH, (number + 1L) * WIDTH);
    }

    @Benchmark
    public void forward() {
        engine().attention(shape, tensors, mask, out);
    }

    @Benchmark
    public void backward() {
        engine().attentionBackward(shape, dOut, tensors, mask, gradients);
    }
}
