package charlm.cli.command;

import charlm.cli.option.Checks;
import charlm.cli.option.EngineOptions;
import charlm.cli.option.SeedOption;
import charlm.eval.Sampler;
import charlm.eval.TemperatureSampler;
import charlm.experiment.GenerationExperiment;
import java.nio.file.Path;
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

    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description = "A checkpoint (parameter file) that holds its vocabulary.")
    private Path file;

    @Option(names = "--prompt", required = true, paramLabel = "TEXT", description = "Continue this text.")
    private String prompt;

    @Option(
            names = "--length",
            paramLabel = "N",
            defaultValue = "100",
            description = "Add N characters (default: ${DEFAULT-VALUE}).")
    private int length;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description =
                    "Draw from softmax(logits / T), or take the most probable character for 0 (default: 0, or 1 with"
                            + " --top-k).")
    private Double temperature;

    @Option(
            names = {"--top-k", "--top_k"},
            paramLabel = "K",
            defaultValue = "0",
            description = "Draw from the K most probable characters; 0 for all (default: ${DEFAULT-VALUE}).")
    private int topK;

    @Mixin
    private SeedOption seed;

    @Mixin
    private EngineOptions engine;

    @Override
    public void check(Checks checks) {
        checks.files().checkpoint(file);
        checks.require(prompt == null || !prompt.isEmpty(), "--prompt must have at least one character")
                .atLeast("--length", 1, length)
                .atMost("--length", MAX_LENGTH, length)
                .notNegative("--temperature", temperature)
                .atLeast("--top-k", 0, topK);
        engine.check(checks);
    }

    @Override
    public void run(CommandContext context) {
        new GenerationExperiment(file, prompt, length, sampler(), engine.config())
                .run()
                .lines()
                .forEach(context::print);
    }

    private Sampler sampler() {
        double typed = temperature != null ? temperature : topK > 0 ? 1 : 0;
        return typed == 0 ? Sampler.GREEDY : new TemperatureSampler(typed, topK, seed.seed());
    }
}
