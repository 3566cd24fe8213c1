package charlm.cli.command;

import charlm.cli.option.Checks;
import charlm.cli.option.DevOptions;
import charlm.experiment.config.DevConfig;
import charlm.experiment.config.Task;
import charlm.experiment.config.TrainingSettings;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finetunes on questions and answers. */
@Command(
        name = "finetune",
        header = "Finetunes a model, pretrained or fresh, on questions with answers.",
        sortOptions = false,
        footer = {
            "%nExample:",
            "  charlm finetune vanilla wiki.txt --reading_params_path vanilla.pretrain.params \\",
            "      --writing_params_path vanilla.finetune.params --finetune_corpus_path birth_places_train.tsv"
        })
public final class FinetuneCommand extends TrainingCommand {
    @Option(
            names = {"--finetune_corpus_path", "--finetune-corpus-path"},
            required = true,
            paramLabel = "TSV",
            description = "Finetune on these lines 'Where was NAME born?<TAB>PLACE'.")
    private Path questions;

    @Option(
            names = {"--keep-unicode", "--keep_unicode"},
            description = "Finetune on the text as it is. Otherwise characters that are not ASCII are dropped from"
                    + " questions and places, as the reference does; evaluation keeps them in any case.")
    private boolean keepUnicode;

    @Mixin
    private DevOptions dev;

    @Override
    Task task() {
        return Task.FINETUNE;
    }

    @Override
    Optional<Path> questions() {
        return Optional.ofNullable(questions);
    }

    @Override
    Optional<DevConfig> dev() {
        return dev.config();
    }

    @Override
    TrainingSettings settings() {
        return keepUnicode ? super.settings().withUnicodeKept() : super.settings();
    }

    @Override
    public void check(Checks checks) {
        dev.check(checks);
        super.check(checks);
    }
}
