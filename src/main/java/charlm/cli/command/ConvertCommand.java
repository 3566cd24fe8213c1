package charlm.cli.command;

import charlm.cli.option.Checks;
import charlm.data.UsageException;
import charlm.experiment.ConversionExperiment;
import charlm.experiment.ConversionExperiment.Format;
import charlm.files.RunOutputs;
import charlm.model.RequestedShape;
import charlm.nn.ModelConfig;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Converts a checkpoint to PyTorch and back. */
@Command(
        name = "convert",
        header = "Writes a checkpoint (parameter file) in the other format: PyTorch or safetensors.",
        sortOptions = false,
        footer = {
            "%nExamples:",
            "  charlm convert vanilla.finetune.params vanilla.finetune.pt",
            "  charlm convert reference.pt reference.safetensors --corpus wiki.txt"
        })
public final class ConvertCommand implements Subcommand {
    @Parameters(index = "0", paramLabel = "IN", description = "A checkpoint of charlm or a PyTorch state dict.")
    private Path source;

    @Parameters(
            index = "1",
            paramLabel = "OUT",
            description =
                    "Write this file; its ending chooses the format: .safetensors or .params for charlm's, .pt, .pth or"
                            + " .bin for PyTorch's.")
    private Path target;

    @Option(
            names = "--corpus",
            paramLabel = "CORPUS",
            description =
                    "Take the vocabulary, which a stranger's file lacks, from the corpus that the model was trained on.")
    private Path corpus;

    @Option(
            names = {"--num-heads", "--num_heads"},
            paramLabel = "N",
            description = "Number of attention heads, which a stranger's file lacks (default: "
                    + RequestedShape.DEFAULT_NUM_HEADS + ").")
    private Integer numHeads;

    @Override
    public void check(Checks checks) {
        checks.files().readable(source).readable(corpus);
        checks.atLeast("--num-heads", 1, numHeads);
        if (target != null) {
            checks.files().writes(RunOutputs.ofParameters(target));
            try {
                Format.of(target);
            } catch (UsageException e) {
                checks.require(false, e.getMessage());
            }
        }
    }

    @Override
    public void run(CommandContext context) {
        ModelConfig config = new ConversionExperiment(
                        source,
                        target,
                        Optional.ofNullable(corpus),
                        Optional.ofNullable(numHeads),
                        context.provenance())
                .run();
        context.print(config.variant() + " written to " + target);
    }
}
