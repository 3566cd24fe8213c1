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
import java.util.stream.Stream;

/**
 * The numbers of a run's steps, from {@code X.metrics.jsonl}. Of a long run neighbouring steps are averaged, so that the
 * report stays small.
 *
 * @param columns by name, one number for each point, null where the file has none
 * @param stepsPerPoint how many steps a point is the mean of
 */
record Curves(Map<String, List<Double>> columns, int stepsPerPoint) {
    /** More points than a chart has pixels show nothing more. */
    private static final int MAX_POINTS = 2000;

    private static final String STEP = "step";

    /**
     * Reads the log; empty when there is none or nothing in it can be read. A line that is cut short is passed over. It is
     * read twice, since all steps of a long run would not fit the heap.
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

    private static Curves read(Path metrics, int width) throws IOException {
        Map<String, List<Double>> columns = new LinkedHashMap<>();
        columns.put(STEP, new ArrayList<>());
        for (StepMetric metric : StepMetric.values()) {
            columns.put(metric.key(), new ArrayList<>());
        }
        try (Stream<JsonObject> steps = steps(metrics)) {
            Iterator<JsonObject> left = steps.iterator();
            while (left.hasNext()) {
                add(next(left, width), columns);
            }
        }
        columns.values().removeIf(values -> values.stream().allMatch(value -> value == null));
        return new Curves(columns, width);
    }

    private static List<JsonObject> next(Iterator<JsonObject> steps, int width) {
        List<JsonObject> point = new ArrayList<>();
        while (point.size() < width && steps.hasNext()) {
            point.add(steps.next());
        }
        return point;
    }

    private static void add(List<JsonObject> point, Map<String, List<Double>> columns) {
        columns.get(STEP).add(1 + last(point, STEP)); // counted from 1, as the log does
        for (StepMetric metric : StepMetric.values()) { // an accuracy is rare and exact
            boolean exact = metric == StepMetric.DEV_ACCURACY;
            columns.get(metric.key()).add(exact ? last(point, metric.key()) : mean(point, metric.key()));
        }
    }

    private static Double last(List<JsonObject> point, String name) {
        Double last = null;
        for (JsonObject step : point) {
            last = step.number(name).map(Number::doubleValue).orElse(last);
        }
        return last;
    }

    private static Double mean(List<JsonObject> point, String name) {
        double[] values = point.stream()
                .flatMap(step -> step.number(name).stream())
                .mapToDouble(Number::doubleValue)
                .toArray();
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return values.length == 0 ? null : sum / values.length;
    }
}
