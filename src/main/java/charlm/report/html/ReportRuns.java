package charlm.report.html;

import charlm.eval.Score;
import charlm.files.RunPaths;
import charlm.tensor.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The runs of a report with what belongs to several of them: questions, and groups that differ only in the seed. */
final class ReportRuns {
    /** Models that are looked into; the attention of one takes about a megabyte. */
    static final int MAX_PROBED = 6;

    private static final int MAX_POINTS = 2000; // a chart has fewer pixels
    private static final int MIN_POINTS = 100;
    private static final int MAX_POINTS_OF_ALL = 12 * MAX_POINTS; // keeps the page at a few megabytes

    private final List<ReportData> runs;
    private final List<List<Integer>> groups;

    private ReportRuns(List<ReportData> runs, List<List<Integer>> groups) {
        this.runs = runs;
        this.groups = groups;
    }

    static ReportRuns of(List<ReportInputs> inputs) {
        List<List<Integer>> groups = SeedGroups.of(inputs);
        List<Optional<Curves>> curves = curves(inputs, groups);
        return new ReportRuns(
                IntStream.range(0, inputs.size())
                        .mapToObj(i -> new ReportData(inputs.get(i), curves.get(i)))
                        .toList(),
                groups);
    }

    /** The runs of a group are read together, so that their points lie at the same steps. */
    private static List<Optional<Curves>> curves(List<ReportInputs> inputs, List<List<Integer>> groups) {
        int points = Math.max(MIN_POINTS, Math.min(MAX_POINTS, MAX_POINTS_OF_ALL / inputs.size()));
        List<Optional<Curves>> curves = new ArrayList<>(Collections.nCopies(inputs.size(), Optional.empty()));
        List<List<Integer>> together = new ArrayList<>(groups);
        IntStream.range(0, inputs.size())
                .filter(i -> groups.stream().noneMatch(group -> group.contains(i)))
                .forEach(i -> together.add(List.of(i)));
        for (List<Integer> some : together) {
            List<Integer> logged = some.stream()
                    .filter(i -> inputs.get(i).trained().isPresent())
                    .toList();
            List<Path> logs = logged.stream()
                    .map(i -> new RunPaths(inputs.get(i).trained().get()).metrics())
                    .toList();
            List<Optional<Curves>> read = Curves.read(logs, points);
            for (int i = 0; i < logged.size(); i++) {
                curves.set(logged.get(i), read.get(i));
            }
        }
        return curves;
    }

    Map<String, Object> fields(ProbeSelection selection, Engine engine) {
        List<ReportData> probed = probed();
        List<ReportData.Questions> questions = new ArrayList<>();
        List<Map<String, Object>> shown = new ArrayList<>();
        for (ReportData run : runs) {
            boolean isProbed = probed.contains(run);
            if (!isProbed && run.hasModel()) {
                run.note("No look into the model: a page shows the insides of " + MAX_PROBED
                        + " models, of those with the best accuracy. `charlm report RUN` shows this one.");
            }
            shown.add(run.fields(questions, isProbed ? run.probes(selection, engine) : List.of()));
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("runs", shown);
        fields.put("groups", groups.stream().map(this::group).toList());
        fields.put("questions", questions);
        fields.put("unprobed", runs.stream().filter(ReportData::hasModel).count() - probed.size());
        return fields;
    }

    private List<ReportData> probed() {
        Comparator<ReportData> byAccuracy = Comparator.comparingDouble(
                run -> run.score().map(Score::percent).orElse(-1.0)); // no accuracy comes last
        return runs.stream()
                .filter(ReportData::hasModel)
                .sorted(byAccuracy.reversed())
                .limit(MAX_PROBED)
                .toList();
    }

    private Map<String, Object> group(List<Integer> group) {
        List<ReportData> members = group.stream().map(runs::get).toList();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(
                "name",
                SeedGroups.name(members.stream().map(run -> run.inputs().name()).toList()));
        fields.put("runs", group);
        fields.put(
                "columns",
                RunValues.folded(members.stream().map(ReportData::columns).toList()));
        List<Double> percents = members.stream()
                .flatMap(run -> run.score().stream())
                .map(Score::percent)
                .toList();
        if (!percents.isEmpty()) {
            fields.put("accuracy", accuracy(percents));
        }
        List<Curves> curves =
                members.stream().flatMap(run -> run.curves().stream()).toList();
        if (curves.size() == members.size()) {
            FoldedCurves.of(curves).ifPresent(folded -> fields.put("curves", folded.fields()));
        }
        return fields;
    }

    private static Map<String, Object> accuracy(List<Double> percents) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("n", percents.size());
        fields.put(
                "mean", percents.stream().mapToDouble(value -> value).average().orElseThrow());
        fields.put("low", Collections.min(percents));
        fields.put("high", Collections.max(percents));
        return fields;
    }
}
