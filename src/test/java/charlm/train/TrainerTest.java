package charlm.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.data.BatchLoader;
import charlm.data.Corpus;
import charlm.data.ShuffledDataset;
import charlm.data.SpanCorruptionDataset;
import charlm.data.Vocabulary;
import charlm.model.LanguageModel;
import charlm.nn.ModelConfig;
import charlm.nn.Variant;
import charlm.tensor.Engine;
import charlm.tensor.NumberType;
import charlm.tensor.nd4j.Nd4jEngine;
import charlm.train.TrainingListener.StepReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class TrainerTest {
    private static final Corpus CORPUS =
            Corpus.of(Path.of("corpus.txt"), "one line\na longer second line\n\nthe fourth\nand a fifth");
    private static final Vocabulary VOCABULARY = Vocabulary.of(CORPUS);
    private static final int BLOCK_SIZE = 24;
    private static final TokenCosine SCHEDULE = new TokenCosine(100, 10_000);
    private static final double RATE = 0.01;

    private final List<StepReport> reports = new ArrayList<>();

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void theSameRunTwiceGivesTheSameBitsAndAnotherSeedOthers(Engine engine, Variant variant) {
        float[] first = trained(engine, variant, 1);
        float[] again = trained(engine, variant, 1);
        assertArrayEquals(first, again, 0);
        assertFalse(Arrays.equals(first, trained(engine, variant, 2)));
        for (float value : first) {
            assertTrue(Float.isFinite(value));
        }
    }

    private float[] trained(Engine engine, Variant variant, long dropoutSeed) {
        LanguageModel model = model(engine, variant);
        trainer(model, config(2, 0, RATE, dropoutSeed)).run();
        return model.parameters().values().toFloats();
    }

    @ParameterizedTest
    @CsvSource({"2, 0, 6, 2", "2, 4, 4, 2", "2, 3, 3, 1", "9, 1, 1, 1", "1, 50, 3, 1"})
    void aRunEndsWithItsEpochsOrItsSteps(int maxEpochs, long maxSteps, long steps, int epochs) {
        TrainingConfig config = config(maxEpochs, maxSteps, RATE, 1);
        Trainer.Summary summary =
                trainer(model(nd4j(), Variant.VANILLA), config).run();
        assertEquals(steps, summary.steps());
        assertEquals(epochs, summary.epochs());
        assertEquals(steps, reports.size());
        assertEquals(reports.get(reports.size() - 1).loss(), summary.lastLoss());
    }

    @Test
    void everyStepReportsItsNumberItsEpochAndTheRateAfterIt() {
        Trainer.Summary summary =
                trainer(model(nd4j(), Variant.VANILLA), config(2, 0, RATE, 1)).run();
        long tokens = 0;
        for (int i = 0; i < reports.size(); i++) {
            StepReport report = reports.get(i);
            tokens +=
                    i % 3 < 2 ? 2 * BLOCK_SIZE : BLOCK_SIZE; // five documents are batches of 2, 2 and 1; padding counts
            assertEquals(i, report.step());
            assertEquals(i / 3, report.epoch());
            assertEquals(RATE * SCHEDULE.multiplier(tokens), report.rateAfter());
            assertTrue(report.gradientNorm() > 0);
            assertTrue(report.scoredTargets() > 0 && report.scoredTargets() < 2 * BLOCK_SIZE);
        }
        assertEquals(tokens, summary.tokensSeen());
    }

    @Test
    void aBatchThatIsNotFiniteIsToldAsTheFileHasItWhateverTheOrder() {
        TrainingConfig config = config(9, 0, 1e30, 1);
        SpanCorruptionDataset dataset = new SpanCorruptionDataset(CORPUS, VOCABULARY, BLOCK_SIZE, 1);
        BatchLoader loader = new BatchLoader(new ShuffledDataset(dataset, 1), 5);
        Trainer trainer = new Trainer(model(nd4j(), Variant.VANILLA), loader, config, List.of(reports::add));
        String said = assertThrows(DivergedException.class, trainer::run).getMessage();
        int epoch = reports.size(); // of one step each
        String documents = loader.describe(epoch, 0);
        assertTrue(documents.endsWith(", ... (5)"), documents);
        assertTrue(said.startsWith("step " + (reports.size() + 1) + " (epoch "), said);
        assertTrue(said.contains("(epoch " + (epoch + 1) + ", " + documents + " of the data)"), said);
    }

    @Test
    void whatARunGoesOnFromIsNotHeldWhileItRuns() {
        Trainer trainer = trainer(model(nd4j(), Variant.VANILLA), config(2, 0, RATE, 1));
        LearnedTensors saved = trainer.tensors();
        trainer.resumeFrom(Progress.START, saved);
        assertNull(saved.parameters());
        assertNull(saved.firstMoments());
        assertNull(saved.secondMoments());
    }

    @Test
    void numbersThatCannotBeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new RunLength(0, 0));
        assertThrows(IllegalArgumentException.class, () -> new RunLength(1, -1));
        OptimizerConfig adamW = OptimizerConfig.adamW(RATE);
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> OptimizerConfig.adamW(bad));
            assertThrows(IllegalArgumentException.class, () -> adamW.withWeightDecay(bad));
            assertThrows(IllegalArgumentException.class, () -> adamW.withGradClip(bad));
        }
        assertThrows(IllegalArgumentException.class, () -> OptimizerConfig.adamW(0));
    }

    private static TrainingConfig config(int maxEpochs, long maxSteps, double rate, long dropoutSeed) {
        return new TrainingConfig(
                new RunLength(maxEpochs, maxSteps), OptimizerConfig.adamW(rate), SCHEDULE, dropoutSeed, NonFinite.STOP);
    }

    private Trainer trainer(LanguageModel model, TrainingConfig config) {
        SpanCorruptionDataset dataset = new SpanCorruptionDataset(CORPUS, VOCABULARY, BLOCK_SIZE, 1);
        reports.clear();
        return new Trainer(model, new BatchLoader(dataset, 2), config, List.of(reports::add));
    }

    private static LanguageModel model(Engine engine, Variant variant) {
        int bottleneck = variant == Variant.PERCEIVER ? 6 : 0;
        ModelConfig config = new ModelConfig(variant, VOCABULARY.size(), BLOCK_SIZE, 3, 2, 16, bottleneck);
        LanguageModel model = LanguageModel.create(config, engine, 0.1);
        model.parameters().initialize(1);
        return model;
    }

    private static Engine nd4j() {
        return new Nd4jEngine(NumberType.FLOAT, 1);
    }
}
