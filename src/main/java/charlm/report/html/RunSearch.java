package charlm.report.html;

import charlm.report.html.ReportInputs.Run;
import charlm.report.runs.RunFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the runs of a report. */
final class RunSearch {
    private RunSearch() {}

    /**
     * Returns the runs of {@code paths}: of a folder all below it, of a file the one that it belongs to. A run that was named
     * is not taken from a folder once more.
     *
     * @throws charlm.data.InputException for a file that belongs to no run, and for a folder without runs
     */
    static List<ReportInputs> find(List<Path> paths) {
        List<List<ReportInputs>> found = paths.stream()
                .map(path -> Files.isDirectory(path) ? below(path) : List.of(ReportInputs.of(path)))
                .toList();
        Set<List<Path>> seen = new HashSet<>();
        for (int i = 0; i < paths.size(); i++) {
            if (!Files.isDirectory(paths.get(i))) {
                found.get(i).forEach(run -> seen.add(results(run)));
            }
        }
        List<ReportInputs> runs = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            boolean isFolder = Files.isDirectory(paths.get(i));
            found.get(i).stream()
                    .filter(run -> !isFolder || seen.add(results(run)))
                    .forEach(runs::add);
        }
        return named(runs);
    }

    /** Returns one run for each checkpoint below a folder, and one for each evaluation of any other checkpoint. */
    private static List<ReportInputs> below(Path folder) {
        List<Run> all = RunFinder.find(List.of(folder)).stream()
                .map(run -> new Run(Path.of(run.name()), run.manifest()))
                .toList();
        List<Run> evaluations = all.stream().filter(Run::isEvaluation).toList();
        Set<Path> shown = new HashSet<>();
        List<ReportInputs> found = new ArrayList<>();
        for (Run training : all) {
            if (!training.isEvaluation()) {
                List<Run> own = ReportInputs.evaluationsOf(training, evaluations);
                own.forEach(evaluation -> shown.add(evaluation.result()));
                found.add(ReportInputs.ofTraining(training, own, true));
            }
        }
        evaluations.stream()
                .filter(evaluation -> !shown.contains(evaluation.result()))
                .forEach(evaluation -> found.add(ReportInputs.ofEvaluation(evaluation)));
        found.sort(Comparator.comparing(RunSearch::result));
        return found;
    }

    private static Path result(ReportInputs run) {
        return run.training().or(run::evaluation).orElseThrow().result();
    }

    private static List<Path> results(ReportInputs run) {
        return Stream.of(run.training(), run.evaluation())
                .map(part -> part.map(Run::result).orElse(Path.of("")))
                .map(path -> path.toAbsolutePath().normalize())
                .toList();
    }

    /** Runs whose files have one name in several folders are named by their paths from the folder around all. */
    private static List<ReportInputs> named(List<ReportInputs> runs) {
        Set<List<Path>> distinct =
                new HashSet<>(runs.stream().map(RunSearch::results).toList());
        if (runs.stream().map(ReportInputs::name).distinct().count() >= distinct.size()) {
            return runs;
        }
        List<Path> folders = runs.stream().map(RunSearch::folder).toList();
        Path around = folders.stream().reduce(RunSearch::around).orElseThrow();
        List<ReportInputs> named = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            ReportInputs run = runs.get(i);
            Path name = around.relativize(folders.get(i)).resolve(run.name());
            named.add(run.named(name.toString().replace('\\', '/')));
        }
        return named;
    }

    private static Path folder(ReportInputs run) {
        return Stream.of(run.evaluation(), run.training())
                .flatMap(Optional::stream)
                .map(part -> part.result().toAbsolutePath().normalize())
                .filter(result -> String.valueOf(result.getFileName()).equals(run.name()))
                .findFirst()
                .orElseThrow()
                .getParent();
    }

    private static Path around(Path one, Path other) {
        Path folder = one;
        while (folder != null && !other.startsWith(folder)) {
            folder = folder.getParent();
        }
        return folder == null ? other.getRoot() : folder;
    }
}
