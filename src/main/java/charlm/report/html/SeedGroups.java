package charlm.report.html;

import charlm.report.FileFingerprint;
import charlm.report.html.ReportInputs.Run;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Finds runs that differ only in the seed. They have the same settings, answered the same questions, and started from one
 * checkpoint or from checkpoints that differ only in the seed themselves. A run whose training is unknown is in no group.
 */
final class SeedGroups {
    private static final String SEED = "seed";
    private static final String START = "start";
    private static final int DEEPEST = 8; // a chain of trainings; a manifest can be written to start from itself

    /** What makes a training another one than its setting says, or only tells where it was computed. */
    private static final Set<String> NO_SETTINGS =
            Set.of(SEED, "start_sha256", "threads", "engine_version", "charlm_version", "java_version");

    private final List<ReportInputs> runs;

    private SeedGroups(List<ReportInputs> runs) {
        this.runs = runs;
    }

    /** Returns groups of at least two runs, as indices; of several runs with one seed only the first is in a group. */
    static List<List<Integer>> of(List<ReportInputs> runs) {
        SeedGroups groups = new SeedGroups(runs);
        Map<Object, Map<String, Integer>> bySetting = new LinkedHashMap<>();
        for (int i = 0; i < runs.size(); i++) {
            Optional<Run> training = runs.get(i).training();
            if (training.isPresent()) {
                Object seed = training.get().manifest().config().get(SEED);
                bySetting
                        .computeIfAbsent(groups.setting(runs.get(i), training.get()), key -> new LinkedHashMap<>())
                        .putIfAbsent(String.valueOf(seed), i);
            }
        }
        return bySetting.values().stream()
                .filter(seeds -> seeds.size() > 1)
                .map(seeds -> List.copyOf(seeds.values()))
                .toList();
    }

    private Object setting(ReportInputs run, Run training) {
        return List.of(
                setting(training, DEEPEST),
                run.evaluation()
                        .flatMap(evaluation -> evaluation.manifest().input("questions"))
                        .map(FileFingerprint::sha256));
    }

    private Map<String, Object> setting(Run training, int depth) {
        Map<String, Object> setting = new TreeMap<>();
        training.manifest().config().forEach((key, value) -> setting.put(key, String.valueOf(value)));
        setting.keySet().removeAll(NO_SETTINGS);
        setting.put("task", training.manifest().task());
        training.manifest()
                .input(START)
                .ifPresent(start -> setting.put(
                        START,
                        trainingOf(training, start)
                                .filter(before -> depth > 0)
                                .<Object>map(before -> setting(before, depth - 1))
                                .orElse(start.sha256())));
        return setting;
    }

    /** Returns the training of the checkpoint that {@code training} started from: one of the report, or else beside the file. */
    private Optional<Run> trainingOf(Run training, FileFingerprint start) {
        return runs.stream()
                .flatMap(run -> run.training().stream())
                .filter(run ->
                        ReportInputs.areSame(Optional.of(start), run.manifest().output()))
                .findFirst()
                .or(() -> training.input(START).flatMap(Run::of));
    }

    /** Returns what {@code names} have in common, with a star for the rest; numbers are not cut. */
    static String name(List<String> names) {
        String first = names.get(0);
        int shortest = names.stream().mapToInt(String::length).min().orElse(0);
        int before = IntStream.range(0, shortest)
                .filter(i -> names.stream().anyMatch(name -> name.charAt(i) != first.charAt(i)))
                .findFirst()
                .orElse(shortest);
        int after = IntStream.range(0, shortest - before)
                .filter(i -> names.stream().anyMatch(name -> fromEnd(name, i) != fromEnd(first, i)))
                .findFirst()
                .orElse(shortest - before);
        while (before > 0 && Character.isDigit(first.charAt(before - 1))) {
            before--;
        }
        while (after > 0 && Character.isDigit(fromEnd(first, after - 1))) {
            after--;
        }
        return first.substring(0, before) + "*" + first.substring(first.length() - after);
    }

    private static char fromEnd(String text, int i) {
        return text.charAt(text.length() - 1 - i);
    }
}
