package charlm.cli.command;

import charlm.cli.option.Checks;
import charlm.cli.option.EngineOptions;
import charlm.cli.option.RateOptions;
import charlm.cli.option.ReportOptions;
import charlm.cli.option.ShapeOptions;
import charlm.eval.Evaluation;
import charlm.eval.Score;
import charlm.experiment.EvaluationExperiment;
import charlm.files.RunOutputs;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Answers questions and counts the correct answers. */
@Command(
        name = "evaluate",
        header = "Answers the questions of a file, writes the answers, counts the correct ones.",
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
            description = "Read the model from this checkpoint (parameter file) of charlm or PyTorch.")
    private Path reading;

    @Option(
            names = {"--eval_corpus_path", "--eval-corpus-path"},
            required = true,
            paramLabel = "TSV",
            description = "Answer these lines 'Where was NAME born?'; those with '<TAB>PLACE' are scored.")
    private Path questions;

    @Option(
            names = {"--outputs_path", "--outputs-path"},
            required = true,
            paramLabel = "PREDICTIONS",
            description = "Write the answers, one a line, to this file, or into this device, pipe or socket.")
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
    public void check(Checks checks) {
        experiment.check(checks);
        checks.files().checkpoint(reading).readable(questions);
        if (outputs != null) {
            checks.files().writes(RunOutputs.ofEvaluation(outputs, report.wanted()));
        }
        shape.check(checks);
        engine.check(checks);
    }

    @Override
    public void run(CommandContext context) {
        Evaluation evaluation = new EvaluationExperiment(
                        shape.typed(experiment.variant()),
                        new EvaluationExperiment.Files(experiment.corpus(), reading, questions, outputs),
                        engine.config(),
                        report.wanted(),
                        context.provenance())
                .run();
        if (evaluation.score().isEmpty()) {
            context.print("No gold birth places provided; returning (0,0)");
            context.print("Predictions written to " + outputs + "; no targets provided");
        } else {
            context.print(evaluation.score().map(Score::describe).orElseThrow());
        }
    }
}
