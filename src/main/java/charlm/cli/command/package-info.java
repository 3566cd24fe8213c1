/** The commands: one class each, from options to the experiment and its exit code. */
package charlm.cli.command;
