/**
 * The command line: {@link charlm.cli.Main} is the entry point, and the only place that ends the process.
 *
 * <p>{@code Cli} reads argument files ({@code TypedWords}), lets picocli parse the words into one of the classes of
 * {@code cli.command}, collects everything that is wrong with them ({@code FlagCheck}, {@code ArgumentProblems}), runs the command, and turns an exception into one line and an exit code
 * ({@code Failures}). A mistake of the user is a {@link charlm.data.UsageException} or one of the other exceptions of
 * {@link charlm.experiment.ExitCode}; anything else is an internal error, whose stack trace goes to an {@code ErrorFile}.
 *
 * <p>A new command is a class in {@code cli.command} and a line in {@code CharlmCommand}. Flags that several commands share
 * are mixins in {@code cli.option}; {@code cli.signal} has SIGINT and SIGTERM.
 */
package charlm.cli;
