package charlm.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.data.BatchLoader;
import charlm.data.Dataset;
import charlm.data.Example;
import charlm.model.LanguageModel;
import charlm.nn.ModelConfig;
import charlm.nn.Variant;
import charlm.tensor.Engine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every step is given: its batch, and dropout of its own. */
final class TrainerStepsTest {
    private static final int EXAMPLES = 3;
    private static final int WIDTH = 5;
    private static final int VOCABULARY_SIZE = 8;
    private static final double NO_MOVE = 1e-20;
    private static final double LOSS_NOISE = 1e-6;

    private final List<String> events = new ArrayList<>();

    /** Notes which examples are asked for; all are the same. */
    private record Noting(List<String> events) implements Dataset {
        @Override
        public int size() {
            return EXAMPLES;
        }

        @Override
        public int width() {
            return WIDTH;
        }

        @Override
        public Example example(int epoch, int index) {
            events.add("epoch " + epoch + " example " + index);
            return new Example(new int[] {2, 3, 4, 5, 6, 7}, new int[] {3, 4, 5, 6, 7});
        }
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#all")
    void everyStepTakesTheNextBatchDrawnAnewInEveryEpoch(Engine engine) {
        train(engine, 0, 2, 2, report -> events.add("step " + report.step()));
        List<String> expected = List.of(
                "epoch 0 example 0",
                "epoch 0 example 1",
                "step 0",
                "epoch 0 example 2",
                "step 1",
                "epoch 1 example 0",
                "epoch 1 example 1",
                "step 2",
                "epoch 1 example 2",
                "step 3");
        assertEquals(expected, events);
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#all")
    void everyStepDropsOtherElements(Engine engine) {
        List<Double> losses = new ArrayList<>();
        train(engine, 0.1, EXAMPLES, 3, report -> losses.add(report.loss()));
        for (int i = 0; i < 3; i++) {
            double apart = Math.abs(losses.get(i) - losses.get((i + 1) % 3));
            assertTrue(apart > LOSS_NOISE, () -> "the same parameters and batch gave the losses " + losses);
        }
    }

    private void train(Engine engine, double dropout, int batchSize, int epochs, TrainingListener listener) {
        ModelConfig shape = new ModelConfig(Variant.VANILLA, VOCABULARY_SIZE, WIDTH, 1, 2, 8, 0);
        LanguageModel model = LanguageModel.create(shape, engine, dropout);
        model.parameters().initialize(1);
        TokenCosine schedule = new TokenCosine(100, 10_000);
        TrainingConfig config = new TrainingConfig(
                new RunLength(epochs, 0),
                OptimizerConfig.adamW(NO_MOVE).withWeightDecay(0),
                schedule,
                1,
                NonFinite.STOP);
        new Trainer(model, new BatchLoader(new Noting(events), batchSize), config, List.of(listener)).run();
    }
}
