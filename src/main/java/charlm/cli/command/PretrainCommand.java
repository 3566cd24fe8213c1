package charlm.cli.command;

import charlm.cli.option.FileChecks;
import charlm.cli.option.ParameterPaths;
import charlm.cli.option.TrainingFiles;
import charlm.experiment.config.Task;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Pretrains by span corruption, or on views of documents. */
@Command(
        name = "pretrain",
        header = "Pretrains a model on a corpus by span corruption, or on views of its documents (--recipe best).",
        sortOptions = false,
        footer = {"%nExample:", "  charlm pretrain vanilla wiki.txt --writing_params_path vanilla.pretrain.params"})
public final class PretrainCommand implements Subcommand {
    @Mixin
    private TrainingInvocation calls;

    @Mixin
    private ParameterPaths parameters;

    @Override
    public List<String> problems() {
        return calls.problems(Task.PRETRAIN, new FileChecks(), files());
    }

    @Override
    public void run(CommandContext context) {
        calls.run(Task.PRETRAIN, files(), context);
    }

    private TrainingFiles files() {
        return new TrainingFiles(Optional.empty(), parameters, Optional.empty());
    }
}
