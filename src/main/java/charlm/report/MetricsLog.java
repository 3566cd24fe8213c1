package charlm.report;

import charlm.files.AtomicFile;
import charlm.files.Companion;
import charlm.files.OutputException;
import charlm.train.TrainingListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.jr.ob.JSON;

/**
 * Writes one JSON object per step, each on a line of {@code X.metrics.jsonl} beside the checkpoint X: {@code step},
 * {@code epoch} and every {@link StepMetric} by its key. A dropped batch has {@code "skipped": true}.
 *
 * <p>A line reaches the operating system with its step, so a killed process loses none.
 */
public final class MetricsLog implements TrainingListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsLog.class);

    private static final JSON WITH_NULLS = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES);

    private final Path file;
    private final FileChannel channel;

    /**
     * Opens the log of a run and cuts it to {@code length}: the steps behind that will be done again, or belong to an older
     * run. Throws {@link OutputException}.
     */
    public MetricsLog(Path checkpoint, long length) {
        file = Companion.METRICS.of(checkpoint);
        Companion.METRICS.requireOwn(file);
        try {
            long kept = keep(length);
            if (kept < length) {
                LOG.warn("{}: {} bytes that an earlier part of this run wrote are missing", file, length - kept);
            }
            channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw problem(e);
        }
    }

    /** Replaces the file by its first {@code length} bytes: the old one may have another name, a copy by hard links. */
    private long keep(long length) throws IOException {
        if (length == 0 || !Files.exists(file)) {
            AtomicFile.writeText(file, "");
            return 0;
        }
        try (FileChannel old = FileChannel.open(file, StandardOpenOption.READ)) {
            long kept = Math.min(length, old.size());
            AtomicFile.write(file, copy -> {
                for (long at = 0; at < kept; ) {
                    at += old.transferTo(at, kept - at, copy);
                }
            });
            return kept;
        }
    }

    @Override
    public void onStep(StepReport report) {
        append(StepMetric.fields(report));
    }

    @Override
    public void onSkipped(StepReport report) {
        Map<String, Object> fields = StepMetric.fields(report);
        fields.put("skipped", true);
        append(fields);
    }

    private void append(Map<String, Object> fields) {
        ByteBuffer line = ByteBuffer.wrap((WITH_NULLS.asString(fields) + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            AtomicFile.writeFully(channel, line);
        } catch (IOException e) {
            throw problem(e);
        }
    }

    /** Forces the written lines to the disk and returns the length of the file. */
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
