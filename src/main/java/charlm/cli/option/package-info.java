/**
 * Flags that several commands share, one mixin for each concern, and the checks of what was typed.
 *
 * <p>A mixin holds picocli fields, whose descriptions are the help. {@code check} adds its problems to
 * {@link charlm.cli.option.Checks}, which reports all of them at once; its other methods turn the fields into the config
 * records of {@code charlm.experiment.config}. {@link charlm.cli.option.TrainingOptions} is the largest: it lays typed
 * values over those of a recipe.
 *
 * <p>A new flag is a field with its description, a check of its range, and a {@code with...} on the config.
 * {@link charlm.cli.option.Converters} turns words into numbers, words of a list, paths,
 * intervals and mixes of views.
 */
package charlm.cli.option;
