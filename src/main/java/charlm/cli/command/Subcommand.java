package charlm.cli.command;

import java.util.List;

/** A command that does something: tells what is wrong with its arguments before anything heavy starts, then runs. */
public interface Subcommand {
    /** Returns one line for each thing that is wrong with the arguments together; none when all is well. */
    default List<String> problems() {
        return List.of();
    }

    /** Runs; throws what went wrong, which becomes a message and an exit code. */
    void run(CommandContext context);
}
