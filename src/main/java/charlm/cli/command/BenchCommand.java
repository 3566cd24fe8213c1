package charlm.cli.command;

import charlm.bench.Bench;
import charlm.bench.BenchConfig;
import charlm.bench.BenchFiles;
import charlm.bench.BenchJson;
import charlm.bench.BenchReport;
import charlm.bench.BenchText;
import charlm.bench.Workload;
import charlm.cli.option.BenchOptions;
import charlm.cli.option.EngineOptions;
import charlm.cli.option.FileChecks;
import charlm.cli.option.ShapeOptions;
import charlm.nn.Variant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells how fast this machine trains and answers. */
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
            description = "Where wiki.txt, birth_places_train.tsv and birth_dev.tsv are (default: the demo's corpus).")
    private Path data;

    @Option(
            names = "--variant",
            split = ",",
            paramLabel = "VARIANT",
            defaultValue = "vanilla,perceiver",
            description = "Models to time (default: ${DEFAULT-VALUE}).")
    private List<Variant> variants;

    @Option(
            names = "--task",
            split = ",",
            paramLabel = "TASK",
            defaultValue = "pretrain,finetune,evaluate",
            description = "What to time (default: ${DEFAULT-VALUE}).")
    private List<Workload> workloads;

    @Mixin
    private BenchOptions options;

    @Mixin
    private ShapeOptions shape;

    @Mixin
    private EngineOptions engine;

    @Option(names = "--profile", description = "Also tell how a step's time is shared by the engine's operations.")
    private boolean profile;

    @Option(names = "--json", description = "Print one JSON object instead of tables.")
    private boolean json;

    @Override
    public List<String> problems() {
        FileChecks files = new FileChecks();
        if (data != null && workloads != null) {
            BenchFiles.real(data).neededFor(workloads).forEach(files::readable);
        }
        List<String> problems = new ArrayList<>(files.problems());
        problems.addAll(options.problems());
        problems.addAll(shape.problems());
        problems.addAll(engine.problems());
        return problems;
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
        if (json) {
            BenchJson.of(report).lines().forEach(context::print);
        } else {
            BenchText.lines(report).forEach(context::print);
        }
    }
}
