package charlm.cli.command;

import charlm.cli.option.EngineOptions;
import charlm.cli.option.FileChecks;
import charlm.cli.option.Ranges;
import charlm.eval.Sampler;
import charlm.eval.TemperatureSampler;
import charlm.experiment.GenerationExperiment;
import charlm.experiment.config.TrainingSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Continues a text. */
@Command(
        name = "generate",
        header = "Continues a text, character by character.",
        sortOptions = false,
        footer = {
            "%nExample:",
            "  charlm generate vanilla.pretrain.params --prompt 'Khatchig Mouradian is a ' --temperature 0.8"
        })
public final class GenerateCommand implements Subcommand {
    private static final int MAX_LENGTH = 1 << 20; // more than anyone reads; all of it is kept until it is printed

    @Parameters(index = "0", paramLabel = "FILE", description = "A parameter file that holds its vocabulary.")
    private Path file;

    @Option(names = "--prompt", required = true, paramLabel = "TEXT", description = "What is to be continued.")
    private String prompt;

    @Option(
            names = "--length",
            paramLabel = "N",
            defaultValue = "100",
            description = "Characters to add (default: ${DEFAULT-VALUE}).")
    private int length;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "Draw from softmax(logits / T); 0 takes the most probable character (default: 0, or 1 with"
                    + " --top-k).")
    private Double temperature;

    @Option(
            names = {"--top-k", "--top_k"},
            paramLabel = "K",
            defaultValue = "0",
            description = "Draw from the K most probable characters, 0 for all (default: ${DEFAULT-VALUE}).")
    private int topK;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "" + TrainingSettings.DEFAULT_SEED,
            description = "Seed of the draws (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private EngineOptions engine;

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>(new FileChecks().readable(file).problems());
        if (prompt != null && prompt.isEmpty()) {
            problems.add("--prompt must have at least one character");
        }
        problems.addAll(new Ranges()
                .atLeast("--length", 1, length)
                .atMost("--length", MAX_LENGTH, length)
                .notNegative("--temperature", temperature)
                .atLeast("--top-k", 0, topK)
                .problems());
        problems.addAll(engine.problems());
        return problems;
    }

    @Override
    public void run(CommandContext context) {
        new GenerationExperiment(file, prompt, length, choice(), engine.config())
                .run()
                .lines()
                .forEach(context::print);
    }

    private Sampler choice() {
        double typed = temperature != null ? temperature : topK > 0 ? 1 : 0;
        return typed == 0 ? Sampler.GREEDY : new TemperatureSampler(typed, topK, seed);
    }
}
