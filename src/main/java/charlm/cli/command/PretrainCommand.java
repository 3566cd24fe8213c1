package charlm.cli.command;

import charlm.cli.option.Checks;
import charlm.experiment.config.Task;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Pretrains by span corruption, or on augmented forms of documents. */
@Command(
        name = "pretrain",
        header = "Pretrains a model on a corpus by span corruption, or on augmented forms of its documents (--recipe"
                + " best).",
        sortOptions = false,
        footer = {"%nExample:", "  charlm pretrain vanilla wiki.txt --writing_params_path vanilla.pretrain.params"})
public final class PretrainCommand implements Subcommand {
    @Mixin
    private TrainingInvocation training;

    @Override
    public void check(Checks checks) {
        training.check(checks, Task.PRETRAIN, Optional.empty(), Optional.empty());
    }

    @Override
    public void run(CommandContext context) {
        training.run(Task.PRETRAIN, Optional.empty(), Optional.empty(), context);
    }
}
