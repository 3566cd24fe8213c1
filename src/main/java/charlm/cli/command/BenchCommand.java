package charlm.cli.command;

import charlm.bench.Bench;
import charlm.bench.BenchConfig;
import charlm.bench.BenchFiles;
import charlm.bench.BenchJson;
import charlm.bench.BenchReport;
import charlm.bench.BenchText;
import charlm.bench.Workload;
import charlm.cli.option.BenchOptions;
import charlm.cli.option.Checks;
import charlm.cli.option.EngineOptions;
import charlm.cli.option.ShapeOptions;
import charlm.nn.Variant;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Times training and evaluation on this machine. */
@Command(
        name = "bench",
        header = "Times training steps, evaluation and start-up, against the machine's own peak.",
        sortOptions = false,
        footer = {
            "%nExamples:",
            "  charlm bench",
            "  charlm bench --data data --bottleneck_dim 64 --variant perceiver --task pretrain --profile"
        })
public final class BenchCommand implements Subcommand {
    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description =
                    "Time on wiki.txt, birth_places_train.tsv and birth_dev.tsv of this folder (default: the demo's"
                            + " corpus).")
    private Path data;

    @Option(
            names = "--variant",
            split = ",",
            paramLabel = "VARIANT",
            defaultValue = "vanilla,perceiver",
            description = "Time these models (default: ${DEFAULT-VALUE}).")
    private List<Variant> variants;

    @Option(
            names = "--task",
            split = ",",
            paramLabel = "TASK",
            defaultValue = "pretrain,finetune,evaluate",
            description = "Time these tasks (default: ${DEFAULT-VALUE}).")
    private List<Workload> workloads;

    @Mixin
    private BenchOptions options;

    @Mixin
    private ShapeOptions shape;

    @Mixin
    private EngineOptions engine;

    @Option(names = "--profile", description = "Also print the time of each of the engine's operations.")
    private boolean profile;

    @Option(names = "--json", description = "Print one JSON object instead of tables.")
    private boolean json;

    @Override
    public void check(Checks checks) {
        if (data != null && workloads != null) {
            BenchFiles.real(data).neededFor(workloads).forEach(checks.files()::readable);
        }
        options.check(checks);
        shape.check(checks);
        engine.check(checks);
    }

    @Override
    public void run(CommandContext context) {
        BenchConfig config = new BenchConfig(
                Optional.ofNullable(data),
                variants.stream().map(shape::typed).toList(),
                workloads,
                options.settings(),
                engine.config(),
                profile);
        BenchReport report = new Bench(config, VersionProvider.version()).run();
        (json ? BenchJson.of(report).lines() : BenchText.lines(report).stream()).forEach(context::print);
    }
}
