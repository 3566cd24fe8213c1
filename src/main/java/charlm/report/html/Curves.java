package charlm.report.html;

import charlm.report.JsonObject;
import charlm.report.StepMetric;
import charlm.tensor.Rounding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
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
    private static final MathContext SIX_DIGITS = new MathContext(6);

    /** The key of the column of steps. */
    static final String STEP = "step";

    /**
     * Reads logs. One is empty when it is missing or nothing in it can be read; a line that is cut short is left out. Points
     * are the mean of as many steps in all of them, so that the points of equally logged runs lie at the same steps. A log is
     * read twice, since the steps of a long run would not fit the heap.
     *
     * @param maxPoints the most points that a run gets
     */
    static List<Optional<Curves>> read(List<Path> logs, int maxPoints) {
        int longest = logs.stream().mapToInt(Curves::count).max().orElse(0);
        int stepsPerPoint = Math.max(1, Rounding.divideUp(longest, maxPoints));
        return logs.stream().map(log -> read(log, stepsPerPoint)).toList();
    }

    /** Returns the number of steps; 0 for a log that cannot be read. */
    private static int count(Path metrics) {
        try (Stream<JsonObject> steps = steps(metrics)) {
            return Math.toIntExact(steps.count());
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    private static Stream<JsonObject> steps(Path metrics) throws IOException {
        return Files.lines(metrics)
                .flatMap(line -> JsonObject.parse(line).stream())
                .filter(step -> step.number(STEP).isPresent());
    }

    private static Optional<Curves> read(Path metrics, int stepsPerPoint) {
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
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
        columns.values().removeIf(values -> values.stream().allMatch(value -> value == null));
        return columns.isEmpty() ? Optional.empty() : Optional.of(new Curves(columns, stepsPerPoint));
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

    /** Returns the columns for the page, with no more digits than a chart can show. */
    Map<String, List<Double>> fields() {
        Map<String, List<Double>> fields = new LinkedHashMap<>();
        columns.forEach((key, values) -> fields.put(key, rounded(values)));
        return fields;
    }

    /** Rounds all but whole numbers to six digits; null stays. */
    static List<Double> rounded(List<Double> values) {
        return values.stream()
                .map(value -> value == null || value == Math.rint(value)
                        ? value
                        : (Double) new BigDecimal(value).round(SIX_DIGITS).doubleValue())
                .toList();
    }

    private static DoubleStream numbers(List<JsonObject> point, String key) {
        return point.stream().flatMap(step -> step.number(key).stream()).mapToDouble(Number::doubleValue);
    }

    private static OptionalDouble last(DoubleStream numbers) {
        return numbers.reduce((before, number) -> number);
    }
}
