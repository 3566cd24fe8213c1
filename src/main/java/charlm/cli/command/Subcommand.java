package charlm.cli.command;

import charlm.cli.option.Checks;

/** A command that does something. It checks its arguments before anything heavy starts, then runs. */
public interface Subcommand {
    /** Adds everything that is wrong with the arguments to {@code checks}; a field is null where nothing was typed. */
    default void check(Checks checks) {}

    /** Runs; an exception becomes a message and an exit code. */
    void run(CommandContext context);
}
