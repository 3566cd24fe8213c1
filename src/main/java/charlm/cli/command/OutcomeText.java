package charlm.cli.command;

import charlm.cli.signal.StopSignal;
import charlm.cli.signal.StoppedException;
import charlm.eval.Score;
import charlm.experiment.training.TrainingOutcome;
import charlm.files.RunPaths;
import charlm.state.DevProgress;
import charlm.train.Trainer;
import java.nio.file.Path;
import java.util.Locale;

/** The lines at the end of a training run. */
final class OutcomeText {
    private OutcomeText() {}

    /** Prints the outcome of a run; throws {@link StoppedException} for one that was stopped. */
    static void print(TrainingOutcome outcome, Path writing, StopSignal received, CommandContext context) {
        Trainer.Summary summary = outcome.summary();
        switch (outcome.end()) {
            case FINISHED -> {
                context.print(String.format(
                        Locale.ROOT,
                        "%s in %.1f s, last loss %.4f; parameters written to %s",
                        steps(summary),
                        summary.elapsedSeconds(),
                        summary.lastLoss(),
                        writing));
                outcome.dev().ifPresent(dev -> context.print(describe(dev, new RunPaths(writing).best())));
            }
            case FINISHED_BEFORE ->
                context.print("all " + summary.steps() + " steps were done before; the parameters are in " + writing);
            case STOPPED ->
                throw new StoppedException(
                        received,
                        "stopped by SIG" + received + " after step " + summary.steps() + " of " + outcome.planned()
                                + (summary.steps() == 0
                                        ? "; there is no state to continue from"
                                        : "; continue with: " + context.resumingCommandLine()));
        }
    }

    private static String describe(DevProgress dev, Path best) {
        return String.format(
                Locale.ROOT,
                "%sbest dev accuracy %.1f %% (%d of %d) after step %d, its parameters are in %s",
                dev.exhausted() ? "stopped early, no better in " + dev.worse() + " evaluations; " : "",
                new Score(dev.correct(), dev.total()).percent(),
                dev.correct(),
                dev.total(),
                dev.step(),
                best);
    }

    private static String steps(Trainer.Summary summary) {
        String here = summary.stepsHere() == summary.steps() ? "" : summary.stepsHere() + " of ";
        String skipped = summary.skipped() == 0 ? "" : " (" + summary.skipped() + " batches dropped)";
        return here + summary.steps() + " steps" + skipped;
    }
}
