package charlm.cli.command;

import charlm.cli.option.Checks;
import charlm.report.runs.RunFinder;
import charlm.report.runs.RunFinder.Run;
import charlm.report.runs.RunTable;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists runs. */
@Command(
        name = "runs",
        header = "Lists runs, one a line, or means over groups of them.",
        sortOptions = false,
        footer = {
            "%nExamples:",
            "  charlm runs results",
            "  charlm runs out --group-by recipe,variant --sort percent --reverse",
            "  charlm runs out results --csv >runs.csv"
        })
public final class RunsCommand implements Subcommand {
    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description = "A folder, for all runs below it, or a file of one run: the result X or X.run.json.")
    private List<Path> paths;

    @Option(
            names = {"--group-by", "--group_by"},
            split = ",",
            paramLabel = "COLUMN",
            description =
                    "Print a line for each group of runs that agree in these columns, with n, mean and standard deviation"
                            + " (sd) over the group. A column is any of the table or any setting of a manifest, such as learning_rate.")
    private List<String> groupBy = List.of();

    @Option(names = "--sort", paramLabel = "COLUMN", description = "Sort by this column (default: by name).")
    private String sort;

    @Option(names = "--reverse", description = "Sort the other way round.")
    private boolean reverse;

    @Option(names = "--csv", description = "Print CSV, with numbers that are not rounded.")
    private boolean csv;

    @Option(names = "--json", description = "Print a JSON array, with numbers that are not rounded.")
    private boolean json;

    @Override
    public void check(Checks checks) {
        checks.require(!csv || !json, "--csv and --json exclude each other; choose one");
        checks.require(!reverse || sort != null, "--reverse needs --sort");
    }

    @Override
    public void run(CommandContext context) {
        List<Run> runs = RunFinder.find(paths);
        RunTable table = groupBy.isEmpty() ? RunTable.of(runs) : RunTable.grouped(runs, groupBy);
        RunTable shown = sort == null ? table : table.sorted(sort, reverse);
        if (json) {
            shown.json().lines().forEach(context::print);
        } else {
            (csv ? shown.csv() : shown.text()).forEach(context::print);
        }
    }
}
