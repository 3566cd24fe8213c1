package charlm.cli.command;

import charlm.experiment.config.Task;
import picocli.CommandLine.Command;

/** Pretrains by span corruption, or on augmented forms of documents. */
@Command(
        name = "pretrain",
        header = "Pretrains a model on a corpus by span corruption, or on augmented forms of its documents (--recipe"
                + " best).",
        sortOptions = false,
        footer = {"%nExample:", "  charlm pretrain vanilla wiki.txt --writing_params_path vanilla.pretrain.params"})
public final class PretrainCommand extends TrainingCommand {
    @Override
    Task task() {
        return Task.PRETRAIN;
    }
}
