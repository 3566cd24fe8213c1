package charlm.cli.command;

import charlm.checkpoint.InspectReport;
import charlm.cli.option.Checks;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the contents of a checkpoint. */
@Command(
        name = "inspect",
        header = "Shows the contents of a checkpoint (parameter file): format, shape, vocabulary, tensors.",
        footer = {
            "",
            "The digest of a tensor is SHA-256 of its name, dtype and shape (decimal, joined by commas), each in UTF-8"
                    + " and followed by a zero byte, and of its bytes, little-endian. The last line is SHA-256 of these"
                    + " digests, 32 bytes each, in the order of the names. Tensors of a PyTorch file count as F32, those of a folder"
                    + " under the reference's names.",
            "",
            "Example:",
            "  charlm inspect --digest vanilla.finetune.params"
        },
        sortOptions = false)
public final class InspectCommand implements Subcommand {
    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description = "A checkpoint of charlm, a PyTorch state dict or a GPT-2's folder of Hugging Face.")
    private Path file;

    @Option(
            names = "--digest",
            description =
                    "Show only the SHA-256 of each tensor and of all together. Metadata are left out, so equal runs"
                            + " show equal digests.")
    private boolean digest;

    @Override
    public void check(Checks checks) {
        checks.files().checkpoint(file);
    }

    @Override
    public void run(CommandContext context) {
        (digest ? InspectReport.digests(file) : InspectReport.lines(file)).forEach(context::print);
    }
}
