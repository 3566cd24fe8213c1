package charlm.experiment.training;

import charlm.experiment.Inputs;
import charlm.experiment.config.TrainingRequest;
import charlm.model.LanguageModel;
import charlm.report.Durations;
import charlm.state.DevProgress;
import charlm.state.TrainingState;
import charlm.tensor.Engine;
import charlm.tensor.NativeMemory;
import charlm.train.Trainer;
import charlm.train.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The facts about a run that are known once its model is built. */
final class DryRunFacts {
    private static final int TIMED_STEPS = 3;
    private static final double BYTES_PER_GIB = 1L << 30;
    private static final double MILLIS_PER_SECOND = 1e3;

    private final TrainingRequest request;
    private final TrainingPlan plan;
    private final LanguageModel model;
    private final RunConfig resolved;
    private final Map<String, String> facts = new LinkedHashMap<>();

    DryRunFacts(TrainingRequest request, TrainingPlan plan, Engine engine) {
        this.request = request;
        this.plan = plan;
        model = plan.inputs()
                .model(engine, request.settings().dropout(), request.settings().seed());
        resolved = RunConfig.of(request, model);
    }

    /** Returns the facts; throws where the run cannot continue {@code from} there. */
    List<String> lines(Optional<TrainingState> from, Resumption resumption) {
        long left = plan.steps() - done(from, resumption);
        put(
                "model",
                "%s %s, %,d parameters",
                request.task().label(),
                model.config().variant(),
                model.parameters().count());
        Inputs inputs = plan.inputs();
        put(
                "corpus",
                "%s: %,d documents, %d different characters",
                request.sources().corpus(),
                inputs.corpus().documents(),
                inputs.vocabulary().size());
        put(
                "steps",
                "%,d of %,d, %,d an epoch",
                left,
                plan.steps(),
                plan.loader().batchesPerEpoch());
        putMemory();
        putTime(left);
        putWrites(from);
        put("recipe", "%s", request.settings().recipe().label());
        facts.putAll(request.settings().fields());
        put("on_nonfinite", "%s", request.settings().onNonFinite().name().toLowerCase(Locale.ROOT));
        facts.putAll(resolved.values());
        List<String> lines = new ArrayList<>();
        facts.forEach((name, value) -> lines.add(line(name, value)));
        plan.notices().forEach(notice -> lines.add(line("notice", notice.text())));
        return lines;
    }

    private static String line(String name, String value) {
        return String.format(Locale.ROOT, "%-18s %s", name, value);
    }

    private void put(String name, String pattern, Object... values) {
        facts.put(name, String.format(Locale.ROOT, pattern, values));
    }

    private long done(Optional<TrainingState> from, Resumption resumption) {
        if (from.isPresent()) {
            TrainingState state = from.get();
            resumption.requireResumable(state, resolved, plan.steps());
            return state.dev().filter(DevProgress::exhausted).isPresent()
                    ? plan.steps()
                    : state.progress().step();
        }
        if (resumption.resumes()) {
            resumption.finishedBefore(resolved).orElseThrow(resumption::nothingToResume);
            return plan.steps();
        }
        return 0;
    }

    private void putMemory() {
        put(
                "memory",
                "about %.1f GiB%s; %.1f GiB are available",
                MemoryCheck.estimate(plan, request).totalBytes() / BYTES_PER_GIB,
                request.dev().isPresent() ? ", with evaluations during training" : "",
                NativeMemory.availableBytes() / BYTES_PER_GIB);
    }

    /** The first step prepares kernels; its time counts only where it is the only one. */
    private void putTime(long steps) {
        StepTimes times = new StepTimes();
        new Trainer(model, plan.loader(), plan.config().upTo(1 + TIMED_STEPS), List.of(times)).run();
        List<Double> timed = times.millis.subList(Math.min(1, times.millis.size() - 1), times.millis.size());
        double median = timed.stream().sorted().toList().get(timed.size() / 2);
        put(
                "time",
                "about %s: %.0f ms a step, the median of %d; saves%s come on top",
                Durations.text(steps * median / MILLIS_PER_SECOND),
                median,
                timed.size(),
                request.dev().isPresent() ? " and evaluations" : "");
    }

    private void putWrites(Optional<TrainingState> from) {
        List<Path> writes = new ArrayList<>(request.files().files());
        request.outputs()
                .eventFolder()
                .map(reference -> TrainingRun.eventFolder(reference, from).path())
                .ifPresent(writes::add);
        put("writes", "%s", writes.stream().map(Path::toString).collect(Collectors.joining(", ")));
    }

    /** The times of all steps, also of those whose batch was dropped. */
    private static final class StepTimes implements TrainingListener {
        private final List<Double> millis = new ArrayList<>();

        @Override
        public void onStep(StepReport report) {
            millis.add(report.elapsedMillis());
        }

        @Override
        public void onSkipped(StepReport report) {
            onStep(report);
        }
    }
}
