package charlm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import charlm.data.MicroBatch;
import charlm.golden.PaddedBatch;
import charlm.model.LanguageModel;
import charlm.nn.ModelConfig;
import charlm.nn.Variant;
import charlm.tensor.AttentionShape;
import charlm.tensor.Engine;
import charlm.tensor.EngineChoice;
import charlm.tensor.Engines;
import charlm.tensor.PackedSequences;
import charlm.tensor.Tensor;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FlopCountTest {
    private static final int VOCAB = 5;

    private static ModelConfig vanilla() {
        return new ModelConfig(Variant.VANILLA, VOCAB, 8, 1, 1, 2, 0);
    }

    private static ModelConfig perceiver(int bottleneckDim) {
        return new ModelConfig(Variant.PERCEIVER, VOCAB, 8, 3, 1, 2, bottleneckDim);
    }

    private static long count(ModelConfig config, MicroBatch... microBatches) {
        try (Engine engine = Engines.open(EngineChoice.ND4J, 1)) {
            return FlopCount.of(LanguageModel.create(config, engine, 0), List.of(microBatches));
        }
    }

    @Test
    void aVanillaStepCountedByHand() {
        // B = 1, T = 3, C = 2, one block, a tail of 2, 1 row of the head, V = 5; multiply-adds:
        long projections = 2 * 2 * 2 * 2 + 2 * 3 * 2 * 2; // q and proj of 2 rows, k and v of 3, 2 x 2 each
        long attention = 2 * 2 * 3 * 2; // q kᵀ and weights v
        long mlp = 2 * 2 * 2 * 8; // 2 -> 8 -> 2, of the tail
        long head = 2 * 5;
        PackedSequences packed = PackedSequences.uniform(1, 3);
        MicroBatch oneScored =
                new MicroBatch(packed, packed.from(new int[] {1}), ids(3), new int[] {0, 2, 0}, new int[1]);
        assertEquals(6 * (projections + attention + mlp + head), count(vanilla(), oneScored));
    }

    @Test
    void aPerceiverStepCountedByHand() {
        // B = 2, T = 3, M = 2, C = 2, one inner block, 6 rows of the head, V = 5; multiply-adds:
        long down = 2 * 4
                + 2 * 4 * 4
                + 4 * 4 // one set of 2 queries; keys and values of 4 rows; proj of 4
                + 2 * 2 * 2 * 2 * 2
                + 2 * 4 * 16;
        long inner = 4 * 4 * 4 + 2 * 2 * 2 * 2 * 2 + 2 * 4 * 16;
        long up = 6 * 4
                + 2 * 4 * 4
                + 6 * 4 // queries of 6 rows, keys and values of 4, proj of 6
                + 2 * 2 * 3 * 2 * 2
                + 2 * 6 * 16;
        long head = 6 * 2 * 5;
        assertEquals(6 * (down + inner + up + head), count(perceiver(2), allScored()));
    }

    @Test
    void aBottleneckWiderThanTheMicroBatchIsCutToIt() {
        assertEquals(count(perceiver(3), allScored()), count(perceiver(8), allScored()));
    }

    private static MicroBatch allScored() {
        return new PaddedBatch(2, 3, ids(6), ids(6)).whole();
    }

    /** What an engine that computes is asked for, by hand once more. */
    @ParameterizedTest
    @CsvSource({"VANILLA,0", "PERCEIVER,3", "PERCEIVER,6"})
    void theCountIsThatOfTheProductsTheEngineIsAskedFor(Variant variant, int bottleneckDim) {
        ModelConfig config = new ModelConfig(variant, VOCAB, 8, 3, 2, 4, bottleneckDim);
        AtomicLong asked = new AtomicLong();
        try (Engine engine = Engines.open(EngineChoice.ND4J, 1)) {
            LanguageModel model = LanguageModel.create(config, counting(engine, asked), 0);
            PackedSequences packed = PackedSequences.of(new int[] {6, 1, 4}, 4);
            MicroBatch wide = new MicroBatch(packed, packed, ids(12), ids(12), new int[] {0, 1, 3});
            MicroBatch narrow = new PaddedBatch(1, 2, new int[] {2, 3}, new int[] {3, 0}).whole();
            MicroBatch tailed = new PaddedBatch(2, 8, ids(16), unscored(16, 5)).whole();
            List<MicroBatch> microBatches = List.of(narrow, wide, tailed);
            microBatches.forEach(microBatch -> model.accumulateGradients(microBatch, 1, 1, 0));
            assertEquals(asked.get(), count(config, narrow, wide, tailed));
        }
    }

    /** Ids of which the first {@code from} of either half are not scored. */
    private static int[] unscored(int count, int from) {
        int[] ids = ids(count);
        Arrays.fill(ids, 0, from, 0);
        Arrays.fill(ids, count / 2, count / 2 + from, 0);
        return ids;
    }

    private static int[] ids(int count) {
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            ids[i] = 1 + i % (VOCAB - 1);
        }
        return ids;
    }

    /** Adds up two operations for each multiply-add of every matrix product that an engine is asked for. */
    private static Engine counting(Engine engine, AtomicLong flops) {
        return (Engine) Proxy.newProxyInstance(
                Engine.class.getClassLoader(), new Class<?>[] {Engine.class}, (proxy, method, arguments) -> {
                    flops.addAndGet(
                            switch (method.getName()) {
                                case "linear", "linearBackwardInput" ->
                                    product((Tensor) arguments[0], (Tensor) arguments[1]);
                                case "linearBackwardWeight" -> product((Tensor) arguments[1], (Tensor) arguments[2]);
                                case "attention" -> 2 * product((AttentionShape) arguments[0]);
                                case "attentionBackward" -> 4 * product((AttentionShape) arguments[0]);
                                default -> 0;
                            });
                    return method.invoke(engine, arguments);
                });
    }

    private static long product(Tensor activations, Tensor weight) {
        return 2 * activations.dim(0) * weight.dim(0) * weight.dim(1);
    }

    private static long product(AttentionShape shape) {
        long weights =
                IntStream.range(0, shape.batch()).mapToLong(shape::weightsOf).sum();
        return 2 * weights * shape.headDim();
    }
}
