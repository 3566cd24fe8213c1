package charlm.report.html;

import charlm.report.JsonObject;
import charlm.report.StepMetric;
import charlm.tensor.Rounding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * The metrics of a run's steps, from {@code X.metrics.jsonl}. Neighbouring steps of a long run are averaged, so that the
 * report stays small.
 *
 * @param columns by key, one number for each point, null where the file has none
 * @param stepsPerPoint steps that a point is the mean of
 */
record Curves(Map<String, List<Double>> columns, int stepsPerPoint) {
    private static final int MAX_POINTS = 2000; // a chart has fewer pixels
    private static final String STEP = "step";

    /**
     * Reads the log; empty when there is none or nothing in it can be read. A line that is cut short is left out. The log is
     * read twice, since the steps of a long run would not fit the heap.
     */
    static Optional<Curves> read(Path metrics) {
        try {
            int count = count(metrics);
            return count == 0 ? Optional.empty() : Optional.of(read(metrics, Rounding.divideUp(count, MAX_POINTS)));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static int count(Path metrics) throws IOException {
        try (Stream<JsonObject> steps = steps(metrics)) {
            return Math.toIntExact(steps.count());
        }
    }

    private static Stream<JsonObject> steps(Path metrics) throws IOException {
        return Files.lines(metrics)
                .flatMap(line -> JsonObject.parse(line).stream())
                .filter(step -> step.number(STEP).isPresent());
    }

    private static Curves read(Path metrics, int stepsPerPoint) throws IOException {
        Map<String, List<Double>> columns = new LinkedHashMap<>();
        try (Stream<JsonObject> steps = steps(metrics)) {
            Iterator<JsonObject> left = steps.iterator();
            while (left.hasNext()) {
                List<JsonObject> point = new ArrayList<>();
                while (point.size() < stepsPerPoint && left.hasNext()) {
                    point.add(left.next());
                }
                add(point, columns);
            }
        }
        columns.values().removeIf(values -> values.stream().allMatch(value -> value == null));
        return new Curves(columns, stepsPerPoint);
    }

    private static void add(List<JsonObject> point, Map<String, List<Double>> columns) {
        add(columns, STEP, last(numbers(point, STEP).map(step -> 1 + step))); // counted from 1, as the log lines do
        for (StepMetric metric : StepMetric.values()) {
            DoubleStream numbers = numbers(point, metric.key());
            boolean isExact = metric == StepMetric.DEV_ACCURACY; // a mean would be no accuracy of any model
            add(columns, metric.key(), isExact ? last(numbers) : numbers.average());
        }
    }

    private static void add(Map<String, List<Double>> columns, String key, OptionalDouble number) {
        columns.computeIfAbsent(key, name -> new ArrayList<>()).add(number.isPresent() ? number.getAsDouble() : null);
    }

    private static DoubleStream numbers(List<JsonObject> point, String key) {
        return point.stream().flatMap(step -> step.number(key).stream()).mapToDouble(Number::doubleValue);
    }

    private static OptionalDouble last(DoubleStream numbers) {
        return numbers.reduce((before, number) -> number);
    }
}
