package charlm.jmh;

import charlm.tensor.MuonStep;
import charlm.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** One update of a matrix of the reference's shape: of attention, and of either layer of the MLP. */
public class MuonBenchmark extends EngineBenchmark {
    private static final MuonStep STEP = new MuonStep(1e-6, 0.95, 0.1, 0.5);

    @Param({"256x256", "1024x256", "256x1024"})
    public String shape;

    private Tensor parameters;
    private Tensor gradients;
    private Tensor momentum;

    @Setup
    public void fill() {
        String[] extents = shape.split("x");
        int rows = Integer.parseInt(extents[0]);
        int columns = Integer.parseInt(extents[1]);
        parameters = random(rows, columns);
        gradients = random(rows, columns);
        momentum = engine().allocate(rows, columns);
    }

    @Benchmark
    public void update() {
        engine().muon(parameters, gradients, momentum, STEP);
    }
}
