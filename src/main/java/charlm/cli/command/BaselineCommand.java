package charlm.cli.command;

import charlm.cli.option.Checks;
import charlm.data.Notice;
import charlm.data.QuestionFile;
import charlm.data.QuestionNotices;
import charlm.eval.ConstantBaseline;
import java.nio.file.Path;
import java.util.Collections;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Scores the same answer to every question. */
@Command(name = "baseline", header = "Scores the same answer to every question.", sortOptions = false)
public final class BaselineCommand implements Subcommand {
    @Parameters(
            index = "0",
            paramLabel = "TSV",
            description = "Questions with answers: lines 'Where was NAME born?<TAB>PLACE'.")
    private Path questions;

    @Option(
            names = "--place",
            paramLabel = "PLACE",
            defaultValue = "London",
            description = "Answer every question with PLACE (default: ${DEFAULT-VALUE}).")
    private String place;

    @Override
    public void check(Checks checks) {
        checks.files().readable(questions);
    }

    @Override
    public void run(CommandContext context) {
        QuestionFile file = QuestionFile.readWithPlaces(questions, "a baseline");
        Notice.tell(QuestionNotices.ofAnswers(file, Collections.nCopies(file.size(), place)));
        context.print(ConstantBaseline.score(file, place).describe());
    }
}
