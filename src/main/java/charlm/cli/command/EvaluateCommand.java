package charlm.cli.command;

import charlm.cli.option.EngineOptions;
import charlm.cli.option.FileChecks;
import charlm.cli.option.RateOptions;
import charlm.cli.option.ReportOptions;
import charlm.cli.option.ShapeOptions;
import charlm.eval.Evaluation;
import charlm.eval.Score;
import charlm.experiment.EvaluationExperiment;
import charlm.files.RunPaths;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Answers questions and counts the right ones. */
@Command(
        name = "evaluate",
        header = "Answers the questions of a file, writes the answers, counts the right ones.",
        sortOptions = false,
        footer = {
            "%nExample:",
            "  charlm evaluate vanilla wiki.txt --reading_params_path vanilla.finetune.params \\",
            "      --eval_corpus_path birth_dev.tsv --outputs_path vanilla.dev.predictions"
        })
public final class EvaluateCommand implements Subcommand {
    @Mixin
    private ExperimentArguments experiment;

    @Option(
            names = {"--reading_params_path", "--reading-params-path"},
            required = true,
            paramLabel = "IN",
            description = "The model's parameters: a file of ours or a PyTorch state dict.")
    private Path reading;

    @Option(
            names = {"--eval_corpus_path", "--eval-corpus-path"},
            required = true,
            paramLabel = "TSV",
            description = "Lines 'Where was NAME born?', with '<TAB>PLACE' to be scored.")
    private Path questions;

    @Option(
            names = {"--outputs_path", "--outputs-path"},
            required = true,
            paramLabel = "PREDICTIONS",
            description = "Where the answers go, one a line.")
    private Path outputs;

    @Mixin
    private ShapeOptions shape;

    @Mixin
    private RateOptions rates;

    @Mixin
    private ReportOptions report;

    @Mixin
    private EngineOptions engine;

    @Override
    public List<String> problems() {
        FileChecks files = new FileChecks().readable(reading).readable(questions);
        if (outputs != null) {
            files.writable(new RunPaths(outputs).ofEvaluation());
            report.addTo(files, outputs);
        }
        List<String> problems = new ArrayList<>(experiment.problems(files));
        problems.addAll(shape.problems());
        problems.addAll(engine.problems());
        return problems;
    }

    @Override
    public void run(CommandContext context) {
        Evaluation evaluation = new EvaluationExperiment(
                        shape.typed(experiment.variant()),
                        experiment.corpus(),
                        reading,
                        questions,
                        outputs,
                        engine.config(),
                        report.wanted(),
                        context.commandLine(),
                        VersionProvider.version())
                .run();
        if (evaluation.score().isEmpty()) {
            context.print("No gold birth places provided; returning (0,0)");
            context.print("Predictions written to " + outputs + "; no targets provided");
        } else {
            context.print(evaluation.score().map(Score::describe).orElseThrow());
        }
    }
}
