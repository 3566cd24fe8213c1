package charlm.cli.command;

import charlm.checkpoint.InspectReport;
import charlm.cli.option.FileChecks;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells what a parameter file holds. */
@Command(
        name = "inspect",
        header = "Tells what a parameter file holds: format, shape, vocabulary, tensors.",
        sortOptions = false)
public final class InspectCommand implements Subcommand {
    @Parameters(index = "0", paramLabel = "FILE", description = "A file of ours or a PyTorch state dict.")
    private Path file;

    @Override
    public List<String> problems() {
        return new FileChecks().readable(file).problems();
    }

    @Override
    public void run(CommandContext context) {
        InspectReport.lines(file).forEach(context::print);
    }
}
