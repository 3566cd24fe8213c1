package charlm.report.html;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The mean of some runs, with the least and the greatest value, at the steps that all of them have: it ends where the first of
 * them ends, since a mean of those that are left would jump there.
 *
 * @param step the steps
 * @param metrics by key; null where a run has no value
 */
record FoldedCurves(List<Double> step, Map<String, Band> metrics) {
    /** A value for each step; the range of a few runs says more than a deviation estimated from them. */
    record Band(List<Double> mean, List<Double> low, List<Double> high) {
        private Band() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        private void add(List<Double> values) {
            boolean isComplete = values.stream().allMatch(Objects::nonNull);
            double sum =
                    isComplete ? values.stream().mapToDouble(value -> value).sum() : 0;
            mean.add(isComplete ? (Double) (sum / values.size()) : null);
            low.add(isComplete ? values.stream().min(Double::compare).orElseThrow() : null);
            high.add(isComplete ? values.stream().max(Double::compare).orElseThrow() : null);
        }
    }

    /** Folds the curves of all runs of a group; empty where they have no step in common. */
    static Optional<FoldedCurves> of(List<Curves> runs) {
        List<Map<Double, Integer>> points =
                runs.stream().map(FoldedCurves::points).toList();
        List<Double> steps = runs.get(0).columns().get(Curves.STEP).stream()
                .distinct()
                .filter(step -> points.stream().allMatch(point -> point.containsKey(step)))
                .toList();
        Map<String, Band> metrics = new LinkedHashMap<>();
        for (String key : runs.get(0).columns().keySet()) {
            if (!key.equals(Curves.STEP)
                    && runs.stream().allMatch(run -> run.columns().containsKey(key))) {
                Band band = new Band();
                for (Double step : steps) {
                    List<Double> values = new ArrayList<>();
                    for (int run = 0; run < runs.size(); run++) {
                        values.add(runs.get(run)
                                .columns()
                                .get(key)
                                .get(points.get(run).get(step)));
                    }
                    band.add(values);
                }
                metrics.put(key, band);
            }
        }
        metrics.values().removeIf(band -> band.mean.stream().allMatch(Objects::isNull));
        return metrics.isEmpty() ? Optional.empty() : Optional.of(new FoldedCurves(steps, metrics));
    }

    /** Returns the columns for the page. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(Curves.STEP, step);
        metrics.forEach((key, band) -> fields.put(
                key, new Band(Curves.rounded(band.mean), Curves.rounded(band.low), Curves.rounded(band.high))));
        return fields;
    }

    private static Map<Double, Integer> points(Curves run) {
        Map<Double, Integer> points = new HashMap<>();
        List<Double> steps = run.columns().get(Curves.STEP);
        for (int i = 0; i < steps.size(); i++) {
            points.put(steps.get(i), i);
        }
        return points;
    }
}
