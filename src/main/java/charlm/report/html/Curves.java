package charlm.report.html;

import charlm.report.JsonObject;
import charlm.tensor.Rounding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    private static final List<String> AVERAGED =
            List.of("loss", "rate", "gradient_norm", "characters_per_second", "memory_bytes");
    private static final String ACCURACY = "dev_accuracy"; // rare and exact: taken as it is

    /** Reads the log; empty when there is none or nothing in it can be read. A line that is cut short is passed over. */
    static Optional<Curves> read(Path metrics) {
        List<JsonObject> steps = new ArrayList<>();
        try (Stream<String> lines = Files.lines(metrics)) {
            lines.forEach(line -> JsonObject.parse(line)
                    .filter(step -> step.number(STEP).isPresent())
                    .ifPresent(steps::add));
        } catch (IOException | java.io.UncheckedIOException e) {
            return Optional.empty();
        }
        return steps.isEmpty() ? Optional.empty() : Optional.of(of(steps));
    }

    private static Curves of(List<JsonObject> steps) {
        int width = Rounding.divideUp(steps.size(), MAX_POINTS);
        Map<String, List<Double>> columns = new LinkedHashMap<>();
        columns.put(STEP, new ArrayList<>());
        AVERAGED.forEach(name -> columns.put(name, new ArrayList<>()));
        columns.put(ACCURACY, new ArrayList<>());
        for (int from = 0; from < steps.size(); from += width) {
            List<JsonObject> point = steps.subList(from, Math.min(steps.size(), from + width));
            columns.get(STEP).add(1 + last(point, STEP)); // counted from 1, as the log does
            AVERAGED.forEach(name -> columns.get(name).add(mean(point, name)));
            columns.get(ACCURACY).add(last(point, ACCURACY));
        }
        columns.values().removeIf(values -> values.stream().allMatch(value -> value == null));
        return new Curves(columns, width);
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
