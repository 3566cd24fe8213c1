package charlm.cli.command;

import charlm.cli.option.Checks;
import charlm.cli.option.EngineOptions;
import charlm.data.Question;
import charlm.eval.Answer.Likely;
import charlm.experiment.AskExperiment;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Answers typed names, one a line. */
@Command(
        name = "ask",
        header = "Answers names as you type them, one a line, with the model's probability.",
        sortOptions = false,
        footer = {
            "%nExamples:",
            "  charlm ask out/demo/vanilla.finetune.params",
            "  echo 'Gute' | charlm ask out/demo/vanilla.finetune.params"
        })
public final class AskCommand implements Subcommand {
    private static final String NAME = "{}";
    private static final int OTHERS = 2;
    private static final double PERCENT = 100;

    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description = "A finetuned checkpoint (parameter file) that holds its vocabulary.")
    private Path file;

    @Option(
            names = "--template",
            paramLabel = "TEXT",
            defaultValue = "Where was " + NAME + " born?",
            description = "Form of the question, with " + NAME
                    + " for the typed name; a line that ends in ? is asked unchanged (default: ${DEFAULT-VALUE}).")
    private String template;

    @Mixin
    private EngineOptions engine;

    @Override
    public void check(Checks checks) {
        checks.files().checkpoint(file);
        checks.require(
                template == null || template.contains(NAME),
                "--template must contain " + NAME + ", where the name goes");
        engine.check(checks);
    }

    @Override
    public void run(CommandContext context) {
        try (AskExperiment experiment = new AskExperiment(file, engine.config())) {
            context.invite("Type a name, or a whole question; an empty line ends.");
            for (String typed = withoutMark(context.readLine());
                    typed != null && context.hasReader();
                    typed = context.readLine()) {
                String name = Question.trim(typed); // as a line of a file of questions
                if (!name.isEmpty()) {
                    context.print(name + ": " + describe(experiment.ask(question(name), OTHERS)));
                } else if (context.streams().interactive()) {
                    return;
                }
            }
        }
    }

    /** Some shells begin what they pipe with a byte order mark. */
    private static String withoutMark(String first) {
        return first != null && first.startsWith("\uFEFF") ? first.substring(1) : first;
    }

    private String question(String typed) {
        return typed.endsWith("?") ? typed : template.replace(NAME, typed);
    }

    private static String describe(AskExperiment.Reply reply) {
        String answers = reply.answers().stream().map(AskCommand::describe).collect(Collectors.joining(", "));
        return reply.remarks().isEmpty() ? answers : answers + " (" + String.join(", ", reply.remarks()) + ")";
    }

    private static String describe(Likely answer) {
        return String.format(
                Locale.ROOT,
                "%s %.1f %%",
                answer.text().isEmpty() ? "(nothing)" : answer.text(),
                PERCENT * answer.probability());
    }
}
