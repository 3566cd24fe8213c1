package charlm.cli.command;

import charlm.cli.option.Checks;
import charlm.data.UsageException;
import charlm.experiment.ConversionExperiment;
import charlm.experiment.ConversionExperiment.Format;
import charlm.model.RequestedShape;
import charlm.nn.ModelConfig;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Converts a checkpoint to PyTorch and back. */
@Command(
        name = "convert",
        header = "Writes a checkpoint (parameter file) in another format: safetensors, PyTorch or Hugging Face.",
        sortOptions = false,
        footer = {
            "%nExamples:",
            "  charlm convert vanilla.finetune.params vanilla.finetune.pt",
            "  charlm convert reference.pt reference.safetensors --corpus wiki.txt",
            "  charlm convert vanilla.finetune.params vanilla/",
            "  charlm convert vanilla/ vanilla.params"
        })
public final class ConvertCommand implements Subcommand {
    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "IN",
            description = "A checkpoint of charlm, a PyTorch state dict or a GPT-2's folder of Hugging Face.")
    private Path source;

    @Parameters(
            index = "1",
            paramLabel = "OUT",
            description =
                    "Write this file; its ending chooses the format: .safetensors or .params for charlm's, .pt, .pth or"
                            + " .bin for PyTorch's. A folder, or a name that ends in a slash, becomes Hugging Face's.")
    private Path target;

    @Option(
            names = "--to",
            paramLabel = "FORMAT",
            description = "Write this format, whatever the ending of OUT: safetensors, pytorch or huggingface.")
    private Format to;

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
        checks.files().checkpoint(source).readable(corpus);
        checks.atLeast("--num-heads", 1, numHeads);
        if (target != null) {
            try {
                checks.files().writes(format().outputs(target));
            } catch (UsageException e) {
                checks.require(false, e.getMessage());
            }
        }
    }

    private Format format() {
        if (to == Format.HUGGINGFACE || to == null && isFolder()) {
            return Format.HUGGINGFACE;
        }
        UsageException.require(
                !isFolder(),
                target + ": is a folder, which --to " + String.valueOf(to).toLowerCase(Locale.ROOT)
                        + " cannot write; name a file");
        return to == null ? Format.of(target) : to;
    }

    /** A path does not keep the slash that ends it. */
    private boolean isFolder() {
        String typed = spec.commandLine()
                .getParseResult()
                .matchedPositional(1)
                .originalStringValues()
                .get(0);
        return Files.isDirectory(target) || typed.endsWith("/") || typed.endsWith(File.separator);
    }

    @Override
    public void run(CommandContext context) {
        ModelConfig config = new ConversionExperiment(
                        source,
                        target,
                        format(),
                        Optional.ofNullable(corpus),
                        Optional.ofNullable(numHeads),
                        context.provenance())
                .run();
        context.print(config.variant() + " written to " + target);
    }
}
