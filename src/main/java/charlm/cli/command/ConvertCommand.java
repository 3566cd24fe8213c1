package charlm.cli.command;

import charlm.cli.option.FileChecks;
import charlm.cli.option.Ranges;
import charlm.data.UsageException;
import charlm.experiment.ConversionExperiment;
import charlm.experiment.ConversionExperiment.Format;
import charlm.model.RequestedShape;
import charlm.nn.ModelConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Carries parameters to PyTorch and back. */
@Command(
        name = "convert",
        header = "Writes a parameter file in the other format: PyTorch or safetensors.",
        sortOptions = false,
        footer = {
            "%nExamples:",
            "  charlm convert vanilla.finetune.params vanilla.finetune.pt",
            "  charlm convert reference.pt reference.safetensors --corpus wiki.txt"
        })
public final class ConvertCommand implements Subcommand {
    @Parameters(index = "0", paramLabel = "IN", description = "A file of ours or a PyTorch state dict.")
    private Path source;

    @Parameters(
            index = "1",
            paramLabel = "OUT",
            description =
                    "Its ending says the format: .safetensors or .params for ours, .pt, .pth or .bin for PyTorch.")
    private Path target;

    @Option(
            names = "--corpus",
            paramLabel = "CORPUS",
            description = "What the model was trained on; it gives the vocabulary, which a PyTorch file lacks.")
    private Path corpus;

    @Option(
            names = {"--num-heads", "--num_heads"},
            paramLabel = "N",
            description = "Attention heads, which a PyTorch file does not tell (default: "
                    + RequestedShape.DEFAULT_NUM_HEADS + ").")
    private Integer numHeads;

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>(new FileChecks()
                .readable(source)
                .readable(corpus)
                .writable(target)
                .problems());
        if (target != null) {
            try {
                Format.of(target);
            } catch (UsageException e) {
                problems.add(e.getMessage());
            }
        }
        problems.addAll(new Ranges().atLeast("--num-heads", 1, numHeads).problems());
        return problems;
    }

    @Override
    public void run(CommandContext context) {
        ModelConfig config = new ConversionExperiment(
                        source,
                        target,
                        Optional.ofNullable(corpus),
                        Optional.ofNullable(numHeads),
                        context.commandLine(),
                        VersionProvider.version())
                .run();
        context.print(config.variant() + " written to " + target);
    }
}
