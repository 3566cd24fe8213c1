package charlm.report.tensorboard;

import charlm.report.StepMetric;
import charlm.train.TrainingListener;
import java.nio.file.Path;
import java.util.Locale;

/** Writes every {@link StepMetric} that has a tag; the reference writes {@code train/loss} and {@code train/lr} alone. */
public final class TensorBoardListener implements TrainingListener, AutoCloseable {
    private final EventFileWriter writer;

    /**
     * Creates an event file in {@code folder}.
     *
     * @param firstStep readers ignore what earlier files of the folder hold from this step on
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
        Object[] parts = {name, variant, bottleneckDim, pretrainRate, finetuneRate};
        return root.resolve(function).resolve(String.format(Locale.ROOT, "%s_%s_%d_pt_lr_%f_ft_lr_%f", parts));
    }

    @Override
    public void onStep(StepReport report) {
        for (StepMetric metric : StepMetric.values()) {
            write(metric, report);
        }
    }

    /** Only the accuracy counts: the other metrics are those of the dropped batch. */
    @Override
    public void onSkipped(StepReport report) {
        write(StepMetric.DEV_ACCURACY, report);
    }

    private void write(StepMetric metric, StepReport report) {
        metric.tag().ifPresent(tag -> metric.of(report)
                .ifPresent(number -> writer.scalar(tag, report.step(), number.doubleValue())));
    }

    @Override
    public void close() {
        writer.close();
    }
}
