package charlm.experiment.training;

import static org.junit.jupiter.api.Assertions.assertThrows;

import charlm.experiment.ExitCode;
import charlm.experiment.config.DevConfig;
import charlm.experiment.config.EngineConfig;
import charlm.experiment.config.Interval;
import charlm.experiment.config.Recipe;
import charlm.experiment.config.StateConfig;
import charlm.experiment.config.Task;
import charlm.experiment.config.TrainingRequest;
import charlm.experiment.config.TrainingSettings;
import charlm.golden.TestEngines;
import charlm.model.RequestedShape;
import charlm.nn.Variant;
import charlm.report.Provenance;
import charlm.tensor.Engine;
import charlm.tensor.EngineChoice;
import charlm.tensor.Precision;
import charlm.train.NonFinite;
import charlm.train.RunLength;
import charlm.train.StopRequest;
import charlm.train.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.jr.ob.JSON;

/** A short pretraining run on a corpus of five documents: three steps an epoch, two epochs, dropout on. */
record TrainingFixture(
        Path folder,
        Variant variant,
        EngineChoice engine,
        Precision precision,
        double rate,
        NonFinite onNonFinite,
        Recipe recipe) {
    static final int STEPS_PER_EPOCH = 3;
    static final int EPOCHS = 2;
    static final int STEPS = STEPS_PER_EPOCH * EPOCHS;
    static final Interval EACH_STEP = new Interval(1, Interval.Unit.STEPS);
    private static final Interval AT_THE_END = new Interval(1_000_000, Interval.Unit.STEPS);
    static final StateConfig KEEPING = new StateConfig(Optional.of(EACH_STEP), true, false, false);
    static final StateConfig STARTING = new StateConfig(Optional.of(EACH_STEP), false, false, false);
    static final StateConfig RESUMING = new StateConfig(Optional.of(EACH_STEP), false, true, false);

    /** These save only what a stop leaves behind, and cost less. */
    static final StateConfig STARTING_UNSAVED = new StateConfig(Optional.of(AT_THE_END), false, false, false);

    static final StateConfig RESUMING_UNSAVED = new StateConfig(Optional.of(AT_THE_END), false, true, false);

    private static final String CORPUS = "one line\na longer second line\n\nthe fourth\nand a fifth";
    private static final double RATE = 0.01;

    static final Provenance PROVENANCE = new Provenance("the command", "test");

    /** What a process that is killed is to those who look on. */
    private static final class Crash extends RuntimeException {}

    static EngineChoice choice(Engine engine) {
        return EngineChoice.valueOf(engine.name().toUpperCase(Locale.ROOT));
    }

    /** Runs {@code experiment} and asks it to stop once {@code steps} steps are done. */
    static TrainingOutcome stopAfter(int steps, TrainingExperiment experiment) {
        StopRequest stop = new StopRequest();
        return experiment.run(stop, report -> {
            if (report.step() + 1 == steps) {
                stop.stop(ExitCode.TERMINATED.code());
            }
        });
    }

    /** Runs {@code experiment} and breaks it off in its step {@code step}, counted from 1. */
    static void crashIn(int step, TrainingExperiment experiment) {
        TrainingListener crash = report -> {
            if (report.step() + 1 == step) {
                throw new Crash();
            }
        };
        assertThrows(Crash.class, () -> experiment.run(new StopRequest(), crash));
    }

    static TrainingFixture in(Path folder, Variant variant) {
        return new TrainingFixture(
                folder, variant, EngineChoice.AUTO, Precision.FP32, RATE, NonFinite.STOP, Recipe.REFERENCE);
    }

    TrainingFixture on(EngineChoice other, Precision its) {
        return new TrainingFixture(folder, variant, other, its, rate, onNonFinite, recipe);
    }

    TrainingFixture withRate(double other, NonFinite whenNonFinite) {
        return new TrainingFixture(folder, variant, engine, precision, other, whenNonFinite, recipe);
    }

    TrainingFixture by(Recipe other) {
        return new TrainingFixture(folder, variant, engine, precision, rate, onNonFinite, other);
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    Path write(String name, String text) {
        try {
            return Files.writeString(file(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] bytes(String name) {
        try {
            return Files.readAllBytes(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the lines of the metrics of {@code output}. */
    List<Map<String, Object>> metrics(String output) {
        return new String(bytes(output + ".metrics.jsonl"), StandardCharsets.UTF_8)
                .lines()
                .map(line -> JSON.std.mapFrom(line))
                .toList();
    }

    /** Returns a run that writes {@code output}. */
    TrainingExperiment run(String output, StateConfig state) {
        return run(output, state, 1, EPOCHS);
    }

    TrainingExperiment run(String output, StateConfig state, long seed, int epochs) {
        return new TrainingExperiment(request(output, state, settings(Task.PRETRAIN, seed, epochs)));
    }

    TrainingSettings settings(Task task, long seed, int epochs) {
        TrainingSettings settings = recipe.settings(task, true);
        return settings.withLength(new RunLength(epochs, 0))
                .withData(new TrainingSettings.Data(
                        2, settings.data().augmentation(), settings.data().shuffled(), false))
                .withOptimizer(settings.optimizer().withLearningRate(rate))
                .withDropout(0.1)
                .withSeed(seed)
                .withOnNonFinite(onNonFinite);
    }

    TrainingRequest request(String output, StateConfig state, TrainingSettings settings) {
        if (!Files.exists(file("corpus.txt"))) {
            write("corpus.txt", CORPUS);
        }
        return new TrainingRequest(
                Task.PRETRAIN,
                shape(24),
                new TrainingRequest.Sources(file("corpus.txt"), Optional.empty(), Optional.empty()),
                new TrainingRequest.Outputs(file(output), Optional.of(file("expt")), false),
                Optional.empty(),
                settings,
                computes(),
                state,
                PROVENANCE);
    }

    /** Returns a run that finetunes the parameters {@code start} on questions.tsv and asks dev.tsv on the way. */
    TrainingRequest finetuning(String start, TrainingSettings settings) {
        TrainingRequest pretraining = request("x", STARTING, settings);
        return new TrainingRequest(
                Task.FINETUNE,
                pretraining.shape(),
                new TrainingRequest.Sources(
                        file("corpus.txt"), Optional.of(file("questions.tsv")), Optional.of(file(start))),
                new TrainingRequest.Outputs(pretraining.outputs().checkpoint(), Optional.empty(), false),
                Optional.of(new DevConfig(file("dev.tsv"), EACH_STEP, Optional.of(3), Optional.empty())),
                settings,
                pretraining.engine(),
                STARTING,
                PROVENANCE);
    }

    RequestedShape shape(int blockSize) {
        return new RequestedShape(
                variant,
                variant == Variant.PERCEIVER ? Optional.of(6) : Optional.empty(),
                Optional.of(blockSize),
                Optional.of(2),
                Optional.of(2),
                Optional.of(16));
    }

    EngineConfig computes() {
        return new EngineConfig(engine, precision, TestEngines.threads(engine));
    }
}
