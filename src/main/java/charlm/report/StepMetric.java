package charlm.report;

import charlm.tensor.NativeMemory;
import charlm.train.TrainingListener.StepReport;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A number that is measured in every training step, with its names in all outputs. The metrics log, the event files, the
 * progress lines and the charts of the report take whatever is listed here.
 */
public enum StepMetric {
    /** Mean over the scored targets of the batch, before the update. */
    LOSS(
            "loss",
            "train/loss",
            "loss %.4f",
            "Loss",
            "nats per character, of the batch before the update",
            StepReport::loss),
    /** After the step. */
    LEARNING_RATE("rate", "train/lr", "learning rate %.3e", "Learning rate", "after the step", StepReport::rateAfter),
    /** Global L2 norm before clipping. */
    GRADIENT_NORM(
            "gradient_norm",
            "train/gradient_norm",
            "gradient norm %.3f",
            "Gradient norm",
            "L2",
            StepReport::gradientNorm),
    /** From 0 to 1, in the steps after which the model was evaluated. */
    DEV_ACCURACY(
            "dev_accuracy",
            "dev/accuracy",
            null,
            "Accuracy",
            "share of the evaluation questions answered correctly",
            report -> report.devAccuracy().isPresent() ? report.devAccuracy().getAsDouble() : null),
    /** Scored characters per second of the step. */
    CHARACTERS_PER_SECOND("characters_per_second", null, null, "Speed", "scored characters per second", report ->
            (long) report.charactersPerSecond()),
    /** Resident memory of the process, heap and native together. */
    MEMORY_BYTES(
            "memory_bytes",
            null,
            null,
            "Memory",
            "resident bytes of the process",
            report -> NativeMemory.residentBytes());

    private final String key;
    private final String tag;
    private final String logPattern;
    private final String label;
    private final String unit;
    private final Function<StepReport, Number> value;

    /**
     * Declares a metric.
     *
     * @param key in JSON
     * @param tag of TensorBoard, or null
     * @param logPattern of its part of a log line, or null
     * @param label above its chart
     * @param unit beside the label
     * @param value reads it from a step's report; null where the step has none
     */
    StepMetric(
            String key, String tag, String logPattern, String label, String unit, Function<StepReport, Number> value) {
        this.key = key;
        this.tag = tag;
        this.logPattern = logPattern;
        this.label = label;
        this.unit = unit;
        this.value = value;
    }

    public String key() {
        return key;
    }

    public Optional<String> tag() {
        return Optional.ofNullable(tag);
    }

    public String label() {
        return label;
    }

    public String unit() {
        return unit;
    }

    /** Returns the metric of a step, empty where the step has none. */
    public Optional<Number> of(StepReport report) {
        return Optional.ofNullable(value.apply(report));
    }

    /** Returns the metric's part of a log line, empty where it has none. */
    public Optional<String> logText(StepReport report) {
        return Optional.ofNullable(logPattern)
                .flatMap(pattern -> of(report).map(number -> String.format(Locale.ROOT, pattern, number)));
    }

    /** Returns step and epoch, both from 0, and all metrics of the step by key; null stands for what is not finite. */
    public static Map<String, Object> fields(StepReport report) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("step", report.step());
        fields.put("epoch", report.epoch());
        for (StepMetric metric : values()) {
            metric.of(report)
                    .ifPresent(number -> fields.put(metric.key, Double.isFinite(number.doubleValue()) ? number : null));
        }
        return fields;
    }
}
