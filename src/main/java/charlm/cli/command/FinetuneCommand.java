package charlm.cli.command;

import charlm.cli.option.DevOptions;
import charlm.cli.option.FileChecks;
import charlm.cli.option.ParameterPaths;
import charlm.cli.option.TrainingFiles;
import charlm.experiment.config.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finetunes on questions and places. */
@Command(
        name = "finetune",
        header = "Finetunes a model, pretrained or fresh, on questions with places.",
        sortOptions = false,
        footer = {
            "%nExample:",
            "  charlm finetune vanilla wiki.txt --reading_params_path vanilla.pretrain.params \\",
            "      --writing_params_path vanilla.finetune.params --finetune_corpus_path birth_places_train.tsv"
        })
public final class FinetuneCommand implements Subcommand {
    @Mixin
    private TrainingInvocation calls;

    @Mixin
    private ParameterPaths parameters;

    @Option(
            names = {"--finetune_corpus_path", "--finetune-corpus-path"},
            required = true,
            paramLabel = "TSV",
            description = "Lines 'Where was NAME born?<TAB>PLACE'.")
    private Path questions;

    @Mixin
    private DevOptions dev;

    @Override
    public List<String> problems() {
        FileChecks checks = new FileChecks().readable(questions);
        List<String> problems = new ArrayList<>(dev.problems(checks));
        problems.addAll(calls.problems(Task.FINETUNE, checks, files()));
        return problems;
    }

    @Override
    public void run(CommandContext context) {
        calls.run(Task.FINETUNE, files(), context);
    }

    private TrainingFiles files() {
        return new TrainingFiles(Optional.ofNullable(questions), parameters, dev.config());
    }
}
