package charlm.jmh;

import charlm.tensor.DropoutMask;
import charlm.tensor.Engine;
import charlm.tensor.NumberType;
import charlm.tensor.PackedSequences;
import charlm.tensor.RandomStream;
import charlm.tensor.RandomStream.Purpose;
import charlm.tensor.Tensor;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The base of every benchmark of an operation: an engine, and the shapes of one microbatch of pretraining in the
 * reference's model (B 16, T 128, H 8, C 256).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public abstract class EngineBenchmark {
    static final int BATCH = 16;
    static final int LENGTH = 128;
    static final int HEADS = 8;
    static final int WIDTH = 256;
    static final int VOCAB = 256;
    static final int ROWS = BATCH * LENGTH;
    private static final double DROPOUT = 0.1;

    @Param
    private Candidate engine;

    /** 0 for one a core. */
    @Param("0")
    private int threads;

    private Engine opened;

    Engine engine() {
        if (opened == null) {
            opened = engine.open(threads > 0 ? threads : Runtime.getRuntime().availableProcessors());
        }
        return opened;
    }

    /** Returns standard normal numbers of the engine's own type. */
    Tensor random(int... shape) {
        return random(engine().dataType(), shape);
    }

    /** Returns standard normal numbers of the type of activations. */
    Tensor activation(int... shape) {
        return random(engine().activationType(), shape);
    }

    private Tensor random(NumberType type, int... shape) {
        long[] dims = Arrays.stream(shape).asLongStream().toArray();
        RandomStream stream = RandomStream.of(1, Purpose.INITIALISATION, dims.length, dims[0]);
        float[] values = new float[Math.toIntExact(Tensor.product(dims))];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) stream.nextGaussian();
        }
        return engine().allocate(type, dims).set(values);
    }

    /** Returns a mask that drops a tenth. */
    static DropoutMask mask() {
        DropoutMask mask = new DropoutMask(DROPOUT);
        int[] rowIds = new int[BATCH];
        Arrays.setAll(rowIds, i -> i);
        mask.moveTo(1, rowIds, PackedSequences.uniform(BATCH, LENGTH));
        return mask;
    }

    /** Returns {@code count} ids spread over the vocabulary. */
    static int[] ids(int count) {
        RandomStream stream = RandomStream.of(1, Purpose.DEMO_CORPUS, count, 0);
        int[] ids = new int[count];
        Arrays.setAll(ids, i -> stream.nextInt(0, VOCAB - 1));
        return ids;
    }

    @TearDown
    public void close() {
        opened.close();
    }
}
