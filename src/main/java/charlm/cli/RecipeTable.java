package charlm.cli;

import charlm.experiment.config.Recipe;
import charlm.experiment.config.Task;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The values of every recipe, below the help of the commands that train. */
final class RecipeTable {
    private RecipeTable() {}

    static void addTo(CommandLine commandLine) {
        for (Task task : Task.values()) {
            UsageMessageSpec usage = commandLine
                    .getSubcommands()
                    .get(task.label())
                    .getCommandSpec()
                    .usageMessage();
            usage.footer(Stream.of(List.of(usage.footer()), lines(task))
                    .flatMap(List::stream)
                    .toArray(String[]::new));
        }
    }

    private static List<String> lines(Task task) {
        Map<String, String> reference = Recipe.REFERENCE.settings(task, false).fields();
        Map<String, String> best = Recipe.BEST.settings(task, false).fields();
        Set<String> names = new LinkedHashSet<>(best.keySet());
        names.addAll(reference.keySet());
        List<String> lines = new ArrayList<>(List.of("%nRecipes:", row("", "reference", "best")));
        names.forEach(name -> lines.add(row(name, reference.getOrDefault(name, "-"), best.getOrDefault(name, "-"))));
        return lines;
    }

    private static String row(String name, String reference, String best) {
        return String.format(Locale.ROOT, "  %-14s %-13s %s", name, reference, best);
    }
}
