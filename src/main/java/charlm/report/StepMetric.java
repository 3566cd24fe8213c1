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
    /** Mean over the scored targets of the batch. */
    LOSS("loss", "train/loss", "%.4f", "Loss", "nats per character, before the update", StepReport::loss),
    /** The reference logs the one after the step too. */
    LEARNING_RATE("rate", "train/lr", "%.3e", "Learning rate", "after the step", StepReport::rateAfter),
    /** Global norm before clipping. */
    GRADIENT_NORM("gradient_norm", "train/gradient_norm", "%.3f", "Gradient norm", "L2", StepReport::gradientNorm),
    /** From 0 to 1, in the steps after which the model was evaluated. */
    DEV_ACCURACY("dev_accuracy", "dev/accuracy", null, "Accuracy", "share of right answers", StepMetric::accuracy),
    /** Without saves and evaluations. */
    SPEED("characters_per_second", null, null, "Speed", "scored characters per second", StepMetric::speed),
    /** Heap and native memory together. */
    MEMORY("memory_bytes", null, null, "Memory", "resident bytes", report -> NativeMemory.residentBytes());

    private final String key;
    private final String tag;
    private final String format;
    private final String label;
    private final String unit;
    private final Function<StepReport, Number> value;

    /**
     * Declares a metric.
     *
     * @param key in JSON
     * @param tag of TensorBoard, or null
     * @param format of the number in a log line, or null to leave it out there
     * @param label in log lines and above its chart
     * @param unit beside the label of the chart
     * @param value reads it from a step's report; null where the step has none
     */
    StepMetric(String key, String tag, String format, String label, String unit, Function<StepReport, Number> value) {
        this.key = key;
        this.tag = tag;
        this.format = format;
        this.label = label;
        this.unit = unit;
        this.value = value;
    }

    private static Number accuracy(StepReport report) {
        return report.devAccuracy().isPresent() ? report.devAccuracy().getAsDouble() : null;
    }

    private static Number speed(StepReport report) {
        return (long) report.charactersPerSecond();
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

    /** Returns label and number for a log line, empty where it leaves the metric out. */
    public Optional<String> logText(StepReport report) {
        return Optional.ofNullable(format)
                .flatMap(pattern -> of(report))
                .map(number -> label.toLowerCase(Locale.ROOT) + " " + String.format(Locale.ROOT, format, number));
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
