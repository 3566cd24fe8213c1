package charlm.report;

import charlm.files.OutputException;
import charlm.files.RunPaths;
import charlm.tensor.NativeMemory;
import charlm.train.TrainingListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.jr.ob.JSON;

/**
 * Writes one JSON object a step, each on a line of {@code X.metrics.jsonl} beside the parameter file X: {@code step} and
 * {@code epoch} (from 0), {@code loss}, {@code rate} (after the step), {@code gradient_norm}, {@code dev_accuracy} (from 0
 * to 1, where an evaluation followed), {@code characters_per_second} (scored ones), {@code memory_bytes} (resident, heap
 * and native together). A batch that was dropped has {@code "skipped": true}, and null where a number is not finite.
 *
 * <p>A line reaches the operating system with its step, so that a killed process loses none.
 */
public final class MetricsLog implements TrainingListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsLog.class);

    private static final JSON WITH_NULLS = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES);

    private final Path file;
    private final FileChannel channel;

    /**
     * Opens the log that belongs to a parameter file, and cuts off what lies behind {@code length}: steps that will be done
     * again, or all of an older run's. Throws {@link OutputException}.
     */
    public MetricsLog(Path parameterFile, long length) {
        file = new RunPaths(parameterFile).metrics();
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.size() < length) {
                LOG.warn("{}: lacks {} bytes that an earlier part of this run wrote", file, length - channel.size());
            }
            channel.truncate(length);
            channel.position(channel.size());
        } catch (IOException e) {
            throw problem(e);
        }
    }

    @Override
    public void onStep(StepReport report) {
        append(fields(report));
    }

    @Override
    public void onSkipped(StepReport report) {
        Map<String, Object> fields = fields(report);
        fields.put("skipped", true);
        append(fields);
    }

    /** Returns what a step's report says, by name. */
    public static Map<String, Object> numbers(StepReport report) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("step", report.step());
        fields.put("epoch", report.epoch());
        fields.put("loss", finiteOrNull(report.loss()));
        fields.put("rate", report.rateAfter());
        fields.put("gradient_norm", finiteOrNull(report.gradientNorm()));
        report.devAccuracy().ifPresent(accuracy -> fields.put("dev_accuracy", accuracy));
        return fields;
    }

    private static Map<String, Object> fields(StepReport report) {
        Map<String, Object> fields = numbers(report);
        fields.put("characters_per_second", (long) report.charactersPerSecond());
        fields.put("memory_bytes", NativeMemory.residentBytes());
        return fields;
    }

    private static Double finiteOrNull(double number) {
        return Double.isFinite(number) ? number : null;
    }

    private void append(Map<String, Object> fields) {
        ByteBuffer line = ByteBuffer.wrap((WITH_NULLS.asString(fields) + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (line.hasRemaining()) {
                channel.write(line);
            }
        } catch (IOException e) {
            throw problem(e);
        }
    }

    /** Forces what was written to the disk and returns the length of the file. */
    public long force() {
        try {
            channel.force(true);
            return channel.size();
        } catch (IOException e) {
            throw problem(e);
        }
    }

    private OutputException problem(IOException e) {
        return new OutputException(file, "cannot be written (" + e + "); is the disk full?", e);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw problem(e);
        }
    }
}
