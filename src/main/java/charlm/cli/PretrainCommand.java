package charlm.cli;

import charlm.experiment.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Pretrains by span corruption. */
@Command(
        name = "pretrain",
        header = "Pretrains a model on a corpus by span corruption.",
        sortOptions = false,
        footer = {"%nExample:", "  charlm pretrain vanilla wiki.txt --writing_params_path vanilla.pretrain.params"})
final class PretrainCommand implements Subcommand {
    @Mixin
    private TrainingCalls calls;

    @Option(
            names = {"--writing_params_path", "--writing-params-path"},
            required = true,
            paramLabel = "OUT",
            description = "Where the parameters go, a safetensors file.")
    private Path writing;

    @Option(
            names = {"--reading_params_path", "--reading-params-path"},
            paramLabel = "IN",
            description = "Parameters to start from (default: fresh ones).")
    private Path reading;

    @Override
    public List<String> problems() {
        return calls.problems(Task.PRETRAIN, new FileChecks().replaceable(reading), files());
    }

    @Override
    public void run(CommandContext context) {
        calls.run(Task.PRETRAIN, files(), context);
    }

    private TrainingFiles files() {
        return new TrainingFiles(Optional.empty(), Optional.ofNullable(reading), writing, Optional.empty());
    }
}
