package charlm.bench;

import charlm.data.BatchLoader;
import charlm.data.Corpus;
import charlm.data.SpanCorruptionDataset;
import charlm.data.Vocabulary;
import charlm.data.demo.DemoCorpus;
import charlm.model.LanguageModel;
import charlm.nn.ModelConfig;
import charlm.nn.Variant;
import charlm.tensor.Engine;
import charlm.tensor.EngineChoice;
import charlm.tensor.EngineUnavailableException;
import charlm.tensor.Engines;
import charlm.tensor.Stopwatch;
import charlm.train.DivergedException;
import charlm.train.NonFinite;
import charlm.train.OptimizerConfig;
import charlm.train.RunLength;
import charlm.train.TokenCosine;
import charlm.train.Trainer;
import charlm.train.TrainingConfig;
import charlm.train.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** Trains both small networks for a few steps on each engine: engines must start, agree and learn. Takes seconds. */
public final class SelfTest {
    private static final int STEPS = 12;
    private static final int BATCH = 16;
    private static final int BLOCK_SIZE = 48;
    private static final double RATE = 6e-3;

    /** Losses are sums over a thousand characters in single precision; a wrong operation moves them far more. */
    private static final double TOLERANCE = 1e-3;

    private SelfTest() {}

    /** The outcome of the test of an engine. */
    public enum Outcome {
        /** It learned, and agrees with the engines before it. */
        PASSED,
        /** It computes wrongly. */
        FAILED,
        /** It cannot start. */
        LEFT_OUT
    }

    /**
     * The result of one engine.
     *
     * @param description of the engine, or why it has no losses
     * @param losses of every step, first of vanilla, then of the perceiver; empty when it cannot start or diverged
     */
    public record EngineResult(
            EngineChoice engine, String description, List<Double> losses, Outcome outcome, double elapsedSeconds) {}

    /** Tries every engine, the most portable one first. */
    public static List<EngineResult> run() {
        return run(choice -> Engines.open(choice, 0));
    }

    /** Tries the engines that {@code engines} opens. */
    static List<EngineResult> run(Function<EngineChoice, Engine> engines) {
        List<EngineResult> results = new ArrayList<>();
        List<EngineChoice> choices = new ArrayList<>(EngineChoice.engines());
        Collections.reverse(choices);
        for (EngineChoice choice : choices) {
            results.add(test(choice, engines, List.copyOf(results)));
        }
        return results;
    }

    private static EngineResult test(
            EngineChoice choice, Function<EngineChoice, Engine> engines, List<EngineResult> before) {
        Stopwatch watch = Stopwatch.start();
        try (Engine engine = engines.apply(choice)) {
            List<Double> losses = new ArrayList<>();
            for (Variant variant : Variant.values()) {
                losses.addAll(losses(engine, variant));
            }
            boolean passed = learned(losses)
                    && before.stream()
                            .map(EngineResult::losses)
                            .allMatch(others -> others.isEmpty() || agree(others, losses));
            Outcome outcome = passed ? Outcome.PASSED : Outcome.FAILED;
            return new EngineResult(choice, engine.description(), losses, outcome, watch.seconds());
        } catch (EngineUnavailableException e) {
            return new EngineResult(choice, e.getMessage(), List.of(), Outcome.LEFT_OUT, watch.seconds());
        } catch (DivergedException e) {
            return new EngineResult(choice, e.getMessage(), List.of(), Outcome.FAILED, watch.seconds());
        }
    }

    /** Returns the loss of each step. */
    private static List<Double> losses(Engine engine, Variant variant) {
        Corpus corpus = Corpus.of(
                Path.of(DemoCorpus.CORPUS_FILE),
                DemoCorpus.generate(DemoCorpus.DEFAULT_SEED).corpus());
        Vocabulary vocabulary = Vocabulary.of(corpus);
        ModelConfig shape = new ModelConfig(
                variant, vocabulary.size(), BLOCK_SIZE, 2, 2, 32, variant == Variant.PERCEIVER ? BLOCK_SIZE / 2 : 0);
        LanguageModel model = LanguageModel.create(shape, engine, 0);
        model.parameters().initialize(1);
        BatchLoader loader = new BatchLoader(new SpanCorruptionDataset(corpus, vocabulary, BLOCK_SIZE, 1), BATCH);
        TrainingConfig config = new TrainingConfig(
                new RunLength(STEPS, STEPS),
                OptimizerConfig.adamW(RATE).withWeightDecay(0),
                new TokenCosine(1, Long.MAX_VALUE),
                1,
                NonFinite.STOP);
        List<Double> losses = new ArrayList<>();
        TrainingListener listener = report -> losses.add(report.loss());
        new Trainer(model, loader, config, List.of(listener)).run();
        return losses;
    }

    /** Returns whether the losses of vanilla and of the perceiver fell. */
    private static boolean learned(List<Double> losses) {
        return losses.get(STEPS - 1) < losses.get(0) && losses.get(2 * STEPS - 1) < losses.get(STEPS);
    }

    static boolean agree(List<Double> first, List<Double> second) {
        for (int i = 0; i < first.size(); i++) {
            if (!(Math.abs(first.get(i) - second.get(i)) < TOLERANCE)) {
                return false;
            }
        }
        return first.size() == second.size();
    }
}
