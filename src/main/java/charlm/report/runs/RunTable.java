package charlm.report.runs;

import charlm.data.UsageException;
import charlm.report.runs.RunFinder.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.jr.ob.JSON;

/**
 * Values of runs, or of groups of runs.
 *
 * @param rows a value for each of {@code columns}, null where there is none
 */
public record RunTable(List<Column> columns, List<List<Object>> rows) {
    private static final String NONE = "-";
    private static final String SEPARATOR = "  ";

    /** The name of a column and how a number of it looks in a text. */
    record Column(String key, String format) {
        private static Column of(RunColumn column) {
            return new Column(column.key(), column.format());
        }

        private String text(Object value) {
            return value == null
                    ? NONE
                    : value instanceof Number ? String.format(Locale.ROOT, format, value) : value.toString();
        }
    }

    /** Returns one row for each run. */
    public static RunTable of(List<Run> runs) {
        return new RunTable(
                RunColumn.STANDARD.stream().map(Column::of).toList(),
                runs.stream().map(run -> values(run, RunColumn.STANDARD)).toList());
    }

    /**
     * Returns one row for each group of runs that agree in the columns {@code keys}: their number, and mean and sample standard
     * deviation of what is measured. Runs of different tasks, or that answered different questions, are never in one group.
     *
     * @throws UsageException for a key that no run has
     */
    public static RunTable grouped(List<Run> runs, List<String> keys) {
        List<RunColumn> by = Stream.concat(
                        Stream.of(RunColumn.TASK, RunColumn.QUESTIONS),
                        keys.stream().map(key -> RunColumn.named(key, runs)))
                .distinct()
                .toList();
        List<RunColumn> measured =
                RunColumn.STANDARD.stream().filter(RunColumn::measured).toList();
        List<Column> columns = new ArrayList<>(by.stream().map(Column::of).toList());
        columns.add(new Column("n", "%s"));
        for (RunColumn column : measured) {
            columns.add(Column.of(column));
            columns.add(new Column(column.key() + "_sd", column.format()));
        }
        Map<List<Object>, List<Run>> groups = runs.stream()
                .collect(Collectors.groupingBy(run -> values(run, by), LinkedHashMap::new, Collectors.toList()));
        List<List<Object>> rows = new ArrayList<>();
        groups.forEach((values, group) -> {
            List<Object> row = new ArrayList<>(values);
            row.add(group.size());
            measured.forEach(column -> row.addAll(meanAndDeviation(column, group)));
            rows.add(row);
        });
        return new RunTable(columns, rows);
    }

    private static List<Object> values(Run run, List<RunColumn> columns) {
        return columns.stream()
                .map(column -> column.value().apply(run))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static List<Object> meanAndDeviation(RunColumn column, List<Run> group) {
        double[] numbers = group.stream()
                .map(column.value())
                .filter(Number.class::isInstance)
                .mapToDouble(value -> ((Number) value).doubleValue())
                .toArray();
        List<Object> found = new ArrayList<>(2);
        if (numbers.length == 0) {
            found.add(null);
            found.add(null);
            return found;
        }
        double mean = Arrays.stream(numbers).average().orElseThrow();
        double squares = Arrays.stream(numbers)
                .map(number -> (number - mean) * (number - mean))
                .sum();
        found.add(mean);
        found.add(numbers.length == 1 ? null : Math.sqrt(squares / (numbers.length - 1)));
        return found;
    }

    /**
     * Returns the rows in the order of the column {@code key}: numbers by size before texts by letter, rows without a value last.
     *
     * @throws UsageException for a key that is no column
     */
    public RunTable sorted(String key, boolean reverse) {
        List<String> keys = columns.stream().map(Column::key).toList();
        int index = keys.indexOf(key);
        if (index < 0) {
            throw new UsageException("--sort " + key + " names no column; there are " + String.join(", ", keys));
        }
        Comparator<Object> order = RunTable::compare;
        Comparator<Object> inOrder = Comparator.nullsLast(reverse ? order.reversed() : order);
        return new RunTable(
                columns,
                rows.stream()
                        .sorted((a, b) -> inOrder.compare(a.get(index), b.get(index)))
                        .toList());
    }

    private static int compare(Object a, Object b) {
        if (a instanceof Number x && b instanceof Number y) {
            return Double.compare(x.doubleValue(), y.doubleValue());
        } else if (a instanceof Number || b instanceof Number) {
            return a instanceof Number ? -1 : 1;
        }
        return a.toString().compareTo(b.toString());
    }

    /** Returns lines of aligned text, the names of the columns first; numbers are rounded, empty columns left out. */
    public List<String> text() {
        List<List<String>> filled = IntStream.range(0, columns.size())
                .filter(i -> rows.stream().anyMatch(row -> row.get(i) != null))
                .mapToObj(this::aligned)
                .toList();
        return IntStream.rangeClosed(0, rows.size())
                .mapToObj(line -> filled.stream()
                        .map(column -> column.get(line))
                        .collect(Collectors.joining(SEPARATOR))
                        .stripTrailing())
                .toList();
    }

    /** Returns the texts of a column, its name first, all of one width. */
    private List<String> aligned(int index) {
        Column column = columns.get(index);
        List<Object> values = rows.stream().map(row -> row.get(index)).collect(Collectors.toCollection(ArrayList::new));
        boolean numeric = values.stream().filter(Objects::nonNull).allMatch(Number.class::isInstance);
        List<String> texts = Stream.concat(
                        Stream.of(column.key), values.stream().map(column::text))
                .toList();
        int width = texts.stream().mapToInt(String::length).max().orElse(0);
        return texts.stream().map(text -> pad(text, width, numeric)).toList();
    }

    private static String pad(String text, int width, boolean right) {
        String blanks = " ".repeat(width - text.length());
        return right ? blanks + text : text + blanks;
    }

    /** Returns the lines of a CSV file (RFC 4180), the names of the columns first; numbers are not rounded. */
    public List<String> csv() {
        Stream<String> head = Stream.of(columns.stream().map(Column::key).collect(Collectors.joining(",")));
        return Stream.concat(
                        head,
                        rows.stream().map(row -> row.stream().map(RunTable::csv).collect(Collectors.joining(","))))
                .toList();
    }

    private static String csv(Object value) {
        String text = value == null ? "" : value.toString();
        return text.matches("[^,\"\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /** Returns a JSON array of an object for each row; what a row lacks is left out. */
    public String json() {
        List<Map<String, Object>> objects = rows.stream()
                .map(row -> {
                    Map<String, Object> object = new LinkedHashMap<>();
                    for (int i = 0; i < row.size(); i++) {
                        if (row.get(i) != null) {
                            object.put(columns.get(i).key, row.get(i));
                        }
                    }
                    return object;
                })
                .toList();
        return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(objects);
    }
}
