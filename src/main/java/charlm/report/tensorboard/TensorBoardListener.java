package charlm.report.tensorboard;

import charlm.train.TrainingListener;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Writes the reference's scalars, {@code train/loss} and {@code train/lr} (the rate after the step), and
 * {@code train/gradient_norm} for every step, {@code dev/accuracy} (from 0 to 1) where an evaluation followed.
 */
public final class TensorBoardListener implements TrainingListener, AutoCloseable {
    private final EventFileWriter writer;

    /**
     * Creates an event file in {@code folder}.
     *
     * @param firstStep what earlier files of the folder hold from this step on counts as never written
     */
    public TensorBoardListener(Path folder, long firstStep) {
        writer = EventFileWriter.create(folder);
        writer.restart(firstStep);
    }

    /**
     * Returns the reference's folder below {@code root}:
     * {@code <function>/<name>_<variant>_<bottleneck>_pt_lr_<%f>_ft_lr_<%f>}.
     */
    public static Path folder(
            Path root,
            String function,
            String name,
            String variant,
            int bottleneckDim,
            double pretrainRate,
            double finetuneRate) {
        return root.resolve(function)
                .resolve(String.format(
                        Locale.ROOT,
                        "%s_%s_%d_pt_lr_%f_ft_lr_%f",
                        name,
                        variant,
                        bottleneckDim,
                        pretrainRate,
                        finetuneRate));
    }

    @Override
    public void onStep(StepReport report) {
        writer.scalar("train/loss", report.step(), report.loss());
        writer.scalar("train/lr", report.step(), report.rateAfter());
        writer.scalar("train/gradient_norm", report.step(), report.gradientNorm());
        onSkipped(report);
    }

    @Override
    public void onSkipped(StepReport report) {
        report.devAccuracy().ifPresent(accuracy -> writer.scalar("dev/accuracy", report.step(), accuracy));
    }

    @Override
    public void close() {
        writer.close();
    }
}
