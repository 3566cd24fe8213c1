package charlm.cli.command;

import charlm.cli.option.FileChecks;
import charlm.data.QuestionFile;
import charlm.eval.ConstantBaseline;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Scores one answer for everyone. */
@Command(name = "baseline", header = "Scores answering one place for everyone.", sortOptions = false)
public final class BaselineCommand implements Subcommand {
    @Parameters(index = "0", paramLabel = "TSV", description = "Lines 'Where was NAME born?<TAB>PLACE'.")
    private Path questions;

    @Option(
            names = "--place",
            paramLabel = "PLACE",
            defaultValue = "London",
            description = "The answer (default: ${DEFAULT-VALUE}).")
    private String place;

    @Override
    public List<String> problems() {
        return new FileChecks().readable(questions).problems();
    }

    @Override
    public void run(CommandContext context) {
        QuestionFile file = QuestionFile.readWithPlaces(questions, "a baseline");
        context.print(ConstantBaseline.score(file, place).describe());
    }
}
