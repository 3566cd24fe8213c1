/**
 * The commands, one class each: flags become a config, the config runs an experiment, and the result is printed.
 *
 * <p>A {@link charlm.cli.command.Subcommand} has two methods. {@code check} reports everything that is wrong with the
 * arguments before anything heavy starts; {@code run} does the work with the streams and signals of its
 * {@link charlm.cli.command.CommandContext}.
 *
 * <p>{@code pretrain} and {@code finetune} extend {@code TrainingCommand}; {@code OutcomeText} prints how a run ended.
 */
package charlm.cli.command;
