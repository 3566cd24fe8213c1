package charlm.report.html;

import charlm.report.runs.RunColumn;
import charlm.report.runs.RunFinder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The values of runs in the report's table, by the columns of {@code charlm runs}. */
final class RunValues {
    private RunValues() {}

    /** Returns the values of the training, and of the evaluation where the training has none; a missing one is left out. */
    static Map<String, Object> of(ReportInputs run) {
        List<RunFinder.Run> parts = Stream.of(run.training(), run.evaluation())
                .flatMap(Optional::stream)
                .map(part -> new RunFinder.Run(run.name(), part.manifest()))
                .toList();
        Map<String, Object> values = new LinkedHashMap<>();
        for (RunColumn column : RunColumn.STANDARD) {
            parts.stream()
                    .map(column.value())
                    .filter(Objects::nonNull)
                    .findFirst()
                    .ifPresent(value -> values.put(column.key(), value));
        }
        return values;
    }

    /** Returns means of what is measured, and the different values of all else. */
    static Map<String, Object> folded(List<Map<String, Object>> runs) {
        Map<String, Object> folded = new LinkedHashMap<>();
        for (RunColumn column : RunColumn.STANDARD) {
            List<Object> values = runs.stream()
                    .map(run -> run.get(column.key()))
                    .filter(Objects::nonNull)
                    .distinct()
                    .toList();
            if (values.size() == 1) {
                folded.put(column.key(), values.get(0));
            } else if (column.measured()) {
                runs.stream()
                        .map(run -> run.get(column.key()))
                        .filter(Number.class::isInstance)
                        .mapToDouble(value -> ((Number) value).doubleValue())
                        .average()
                        .ifPresent(mean -> folded.put(column.key(), mean));
            } else if (!values.isEmpty()) {
                folded.put(column.key(), values.stream().map(String::valueOf).collect(Collectors.joining(", ")));
            }
        }
        return folded;
    }
}
