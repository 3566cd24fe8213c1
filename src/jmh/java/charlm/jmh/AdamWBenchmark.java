package charlm.jmh;

import charlm.tensor.AdamWStep;
import charlm.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** One update of as many parameters as the reference's vanilla model has, and the norm before it. */
public class AdamWBenchmark extends EngineBenchmark {
    private static final int PARAMETERS = 3_323_392;
    private static final AdamWStep STEP = new AdamWStep(10, 1e-6, 0.9, 0.95, 1e-8, 0.1, 0.5);

    private Tensor parameters;
    private Tensor gradients;
    private Tensor firstMoment;
    private Tensor secondMoment;

    @Setup
    public void fill() {
        parameters = random(PARAMETERS);
        gradients = random(PARAMETERS);
        firstMoment = engine().allocate(PARAMETERS);
        secondMoment = engine().allocate(PARAMETERS);
    }

    @Benchmark
    public void update() {
        engine().adamW(parameters, gradients, firstMoment, secondMoment, STEP);
    }

    @Benchmark
    public double squaredNorm() {
        return engine().squaredNorm(gradients);
    }
}
