package charlm.experiment.training;

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

    DryRunFacts(TrainingRequest request, TrainingPlan plan, Engine engine) {
        this.request = request;
        this.plan = plan;
        model = plan.inputs()
                .model(engine, request.settings().dropout(), request.settings().seed());
        resolved = RunConfig.of(request, model);
    }

    /** Returns the facts; throws where the run cannot continue {@code from} there. */
    List<String> lines(Optional<TrainingState> from, Resumption resumption) {
        long done = from.map(state -> requireResumable(state, resumption)).orElse(0L);
        if (from.isEmpty() && resumption.resumes()) {
            done = resumption
                    .finishedBefore(resolved)
                    .map(training -> plan.steps())
                    .orElseThrow(resumption::nothingToResume);
        }
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "model",
                format(
                        "%s, %,d parameters",
                        request.task().label() + " " + model.config().variant(),
                        model.parameters().count()));
        facts.put(
                "corpus",
                format(
                        "%s: %,d documents, %d different characters",
                        request.sources().corpus(),
                        plan.inputs().corpus().documents(),
                        plan.inputs().vocabulary().size()));
        facts.put(
                "steps",
                format(
                        "%,d of %,d, %,d an epoch",
                        plan.steps() - done, plan.steps(), plan.loader().batchesPerEpoch()));
        facts.put("memory", memory());
        facts.put("time", time(plan.steps() - done));
        facts.put("writes", writes());
        facts.put("recipe", request.settings().recipe().label());
        facts.putAll(request.settings().fields());
        facts.put("on_nonfinite", request.settings().onNonFinite().name().toLowerCase(Locale.ROOT));
        facts.putAll(resolved.values());
        List<String> lines = new ArrayList<>();
        facts.forEach((name, value) -> lines.add(format("%-18s %s", name, value)));
        return lines;
    }

    private long requireResumable(TrainingState state, Resumption resumption) {
        RunConfig now = state.finished() ? resolved.startedAs(state.config()) : resolved;
        resumption.requireUnchanged(state, now);
        resumption.requireStepsLeft(state, plan.steps());
        return state.dev().filter(DevProgress::exhausted).isPresent()
                ? plan.steps()
                : state.progress().step();
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    private String memory() {
        return format(
                "about %.1f GiB%s; %.1f GiB are available",
                MemoryCheck.estimate(plan, request).totalBytes() / BYTES_PER_GIB,
                request.dev().isPresent() ? ", with evaluations during training" : "",
                NativeMemory.availableBytes() / BYTES_PER_GIB);
    }

    /** The first step prepares kernels; its time counts only where it is the only one. */
    private String time(long steps) {
        StepTimes times = new StepTimes();
        new Trainer(model, plan.loader(), plan.config().upTo(1 + TIMED_STEPS), List.of(times)).run();
        List<Double> millis = times.millis;
        List<Double> timed = millis.size() > 1 ? millis.subList(1, millis.size()) : millis;
        double median =
                timed.stream().sorted().skip(timed.size() / 2).findFirst().orElseThrow();
        return format(
                "about %s: %.0f ms a step, the median of %d; saves%s come on top",
                Durations.text(steps * median / MILLIS_PER_SECOND),
                median,
                timed.size(),
                request.dev().isPresent() ? " and evaluations" : "");
    }

    private String writes() {
        List<Path> writes = new ArrayList<>(OutputChecks.files(request));
        if (request.outputs().report()) {
            writes.add(request.paths().report());
        }
        request.outputs().eventFolder().ifPresent(writes::add);
        return writes.stream().map(Path::toString).collect(Collectors.joining(", "));
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
