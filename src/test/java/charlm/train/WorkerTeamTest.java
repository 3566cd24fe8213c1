package charlm.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import charlm.golden.Golden;
import charlm.golden.PaddedBatch;
import charlm.golden.WatchedEngine;
import charlm.model.LanguageModel;
import charlm.nn.Variant;
import charlm.tensor.Engine;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class WorkerTeamTest {
    private static final double FLOAT_NOISE = 1e-5;

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void theWorkersGradientsAddUpToThoseOfTheWholeBatch(Engine engine, Variant variant) {
        for (double dropout : new double[] {0, 0.3}) {
            LanguageModel model = LanguageModel.create(Golden.of(variant).config(), engine, dropout);
            model.parameters().initialize(1);
            PaddedBatch batch = Golden.of(variant).batch();
            int scored = batch.scoredTargets();
            engine.zero(model.parameters().gradients());
            double loss = model.accumulateGradients(batch.whole(), 1.0 / scored, 5, 9);
            float[] whole = model.parameters().gradients().toFloats();
            try (WorkerTeam team = new WorkerTeam(model)) {
                assertEquals(loss, team.accumulateGradients(batch.ragged(), scored, 5, 9), FLOAT_NOISE * loss);
                float[] sum = new float[whole.length];
                for (TrainingWorker worker : team.workers()) {
                    float[] part = worker.gradients().toFloats();
                    for (int i = 0; i < sum.length; i++) {
                        sum[i] += part[i];
                    }
                }
                assertArrayEquals(whole, sum, (float) FLOAT_NOISE);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void aModelThatOthersWorkForHasNoGradients(Engine engine, Variant variant) {
        AtomicLong elements = new AtomicLong();
        LanguageModel model =
                LanguageModel.create(Golden.of(variant).config(), WatchedEngine.allocating(engine, elements), 0);
        try (WorkerTeam team = new WorkerTeam(model)) {
            new GradientSum(team).norm();
            int buffers = team.workers().size() == 1 ? 2 : 1; // one alone works on the model itself
            assertEquals(buffers * model.parameters().count(), elements.get());
        }
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void whatAWorkerThrowsComesOutOnceAllAreDone(Engine engine, Variant variant) {
        LanguageModel model = LanguageModel.create(Golden.of(variant).config(), engine, 0);
        try (WorkerTeam team = new WorkerTeam(model)) {
            AtomicInteger done = new AtomicInteger();
            IllegalStateException broken = new IllegalStateException("worker 0");
            IllegalStateException thrown = assertThrows(
                    IllegalStateException.class,
                    () -> team.run(worker -> {
                        done.incrementAndGet();
                        if (worker.number() == 0) {
                            throw broken;
                        }
                    }));
            assertSame(broken, thrown);
            assertEquals(team.workers().size(), done.get());
        }
    }
}
