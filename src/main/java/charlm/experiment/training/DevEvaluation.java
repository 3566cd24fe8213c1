package charlm.experiment.training;

import charlm.data.Notice;
import charlm.data.QuestionFile;
import charlm.data.QuestionNotices;
import charlm.eval.Evaluation;
import charlm.eval.PlaceEvaluator;
import charlm.eval.Score;
import charlm.eval.UnusableModelException;
import charlm.experiment.ExitCode;
import charlm.experiment.config.DevConfig;
import charlm.experiment.config.Interval;
import charlm.experiment.config.TrainingRequest;
import charlm.model.LanguageModel;
import charlm.state.DevProgress;
import charlm.tensor.Engine;
import charlm.tensor.NativeMemory;
import charlm.tensor.Stopwatch;
import charlm.train.DevEvaluator;
import charlm.train.DivergedException;
import charlm.train.Progress;
import charlm.train.StopRequest;
import charlm.train.Trainer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates the model during training, keeps the best parameters, and ends the run when patience runs out.
 *
 * <p>A second network over the same values answers in single precision, with its own engine and buffers, so that
 * evaluating does not change the result of training, bit for bit.
 */
final class DevEvaluation implements DevEvaluator, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DevEvaluation.class);
    private static final int SAMPLES = 4;

    private final DevConfig config;
    private final QuestionFile questions;
    private final Path best;
    private final Engine engine;
    private final LanguageModel model;
    private final PlaceEvaluator evaluator;
    private final StopRequest stop;
    private final BestKeeper keeper;
    private Optional<DevProgress> progress;
    private List<Notice> notices = List.of();

    /**
     * Continues an earlier part of the run.
     *
     * @param trained the model in training
     * @param from the progress of that part
     * @param stop ends the run when patience runs out
     * @param keeper keeps the best parameters
     */
    DevEvaluation(
            TrainingRequest request,
            TrainingPlan plan,
            LanguageModel trained,
            Optional<DevProgress> from,
            StopRequest stop,
            BestKeeper keeper) {
        config = request.dev().orElseThrow();
        questions = plan.devQuestions().orElseThrow();
        best = request.paths().best();
        engine = request.engine().openFull();
        model = trained.replica(engine);
        evaluator = new PlaceEvaluator(model, plan.inputs().vocabulary());
        progress = from;
        this.stop = stop;
        this.keeper = keeper;
        stopWhenExhausted();
    }

    /** Writes the parameters of the best model so far, which was trained up to {@code at}. */
    @FunctionalInterface
    interface BestKeeper {
        void keep(Path file, Progress at, DevProgress best);
    }

    /** Returns the progress of the evaluations, if there were any. */
    Optional<DevProgress> progress() {
        return progress;
    }

    /** Returns what there is to say about the answers of the last evaluation. */
    List<Notice> notices() {
        return notices;
    }

    @Override
    public OptionalDouble evaluate(Trainer trainer) {
        long step = trainer.progress().step();
        boolean asks = step == trainer.plannedSteps() || isDue(config.every(), trainer);
        boolean shows =
                config.sampleEvery().filter(every -> isDue(every, trainer)).isPresent();
        if (asks || shows) {
            engine.parametersChanged(model.parameters().values());
        }
        try {
            if (shows) {
                show(step);
            }
            return asks ? OptionalDouble.of(ask(trainer.progress())) : OptionalDouble.empty();
        } catch (UnusableModelException e) {
            throw new DivergedException("after step " + step + " " + e.getMessage());
        }
    }

    private static boolean isDue(Interval every, Trainer trainer) {
        return every.isDue(trainer.progress().step(), trainer.stepsPerEpoch(), 0);
    }

    private double ask(Progress at) {
        Stopwatch watch = Stopwatch.start();
        Evaluation evaluation = evaluator.evaluate(questions);
        Score score = evaluation.score().orElseThrow();
        notices = QuestionNotices.ofAnswers(questions, evaluation.predictions());
        LOG.debug("{}: {} questions answered in {} ms", questions.path(), score.total(), (long) watch.millis());
        // otherwise each evaluation would add the memory of its workers' networks and engines
        NativeMemory.freeUnreachable();
        boolean better =
                progress.filter(before -> before.correct() >= score.correct()).isEmpty();
        progress = Optional.of(better ? best(score, at.step()) : worse(progress.orElseThrow()));
        LOG.info(
                "step {}: dev accuracy {} % ({} of {}){}",
                at.step(),
                String.format(Locale.ROOT, "%.1f", score.percent()),
                score.correct(),
                score.total(),
                better ? ", the best so far" : "");
        Notice.tell(notices);
        if (better) {
            keeper.keep(best, at, progress.orElseThrow());
        }
        stopWhenExhausted();
        return (double) score.correct() / score.total();
    }

    private static DevProgress best(Score score, long step) {
        return new DevProgress(score.correct(), score.total(), step, 0, false);
    }

    private DevProgress worse(DevProgress before) {
        int worse = before.worse() + 1;
        boolean exhausted =
                config.patience().filter(patience -> worse >= patience).isPresent();
        return new DevProgress(before.correct(), before.total(), before.step(), worse, exhausted);
    }

    private void stopWhenExhausted() {
        progress.filter(DevProgress::exhausted).ifPresent(it -> stop.stop(ExitCode.DONE.code()));
    }

    /** Logs questions from all over the file, always the same ones. */
    private void show(long step) {
        int count = Math.min(SAMPLES, questions.size());
        int[] shown = IntStream.range(0, count)
                .map(i -> (int) ((long) i * questions.size() / count))
                .toArray();
        List<String> answers = evaluator.answers(
                IntStream.of(shown).mapToObj(questions::question).toList());
        for (int i = 0; i < count; i++) {
            String place = questions.place(shown[i]);
            boolean right = answers.get(i).equals(place);
            LOG.info(
                    "step {}: {} {} ({})",
                    step,
                    questions.question(shown[i]),
                    answers.get(i),
                    right ? "right" : "wrong: " + place);
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
