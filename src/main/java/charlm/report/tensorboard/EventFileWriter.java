package charlm.report.tensorboard;

import charlm.files.OutputException;
import charlm.files.OutputFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Writes scalars to an event file that TensorBoard reads: records framed as TFRecord (length, masked CRC32C, data,
 * masked CRC32C) of Event messages, of which only the few fields for scalars and restarts are encoded.
 */
public final class EventFileWriter implements AutoCloseable {
    private static final String PREFIX = "events.out.tfevents.";
    private static final Pattern SECOND = Pattern.compile(Pattern.quote(PREFIX) + "(\\d{1,10})\\.");
    private static final String FILE_VERSION = "brain.Event:2";
    private static final int MASK_ROTATION = 15;
    private static final int MASK_DELTA = 0xa282ead8;
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final int VARINT_BITS = 7;
    private static final int VARINT_MORE = 0x80;

    // protobuf tags: field number << 3 | wire type
    private static final int EVENT_WALL_TIME = 1 << 3 | 1;
    private static final int EVENT_STEP = 2 << 3;
    private static final int EVENT_FILE_VERSION = 3 << 3 | 2;
    private static final int EVENT_SUMMARY = 5 << 3 | 2;
    private static final int EVENT_SESSION_LOG = 7 << 3 | 2;
    private static final int SESSION_STATUS = 1 << 3;
    private static final int SESSION_START = 1;
    private static final int SUMMARY_VALUE = 1 << 3 | 2;
    private static final int VALUE_TAG = 1 << 3 | 2;
    private static final int VALUE_SIMPLE = 2 << 3 | 5;

    private final Path file;
    private final OutputStream out;

    private EventFileWriter(Path file, OutputStream out) {
        this.file = file;
        this.out = out;
    }

    /**
     * Creates a new event file in {@code folder}, which is made if missing; its name sorts behind those that are there,
     * since TensorBoard reads them in that order. Throws {@link OutputException}.
     */
    public static EventFileWriter create(Path folder) {
        double now = now();
        Path file = folder;
        try {
            OutputFolder.create(folder);
            file = folder.resolve(PREFIX + Math.max((long) now, newest(folder) + 1) + "." + host() + "."
                    + ProcessHandle.current().pid() + ".0");
            EventFileWriter writer =
                    new EventFileWriter(file, Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
            writer.out.write(frame(header(now)));
            return writer;
        } catch (IOException e) {
            throw new OutputException(file, "cannot be written (" + e + "); is this folder writable?", e);
        }
    }

    static boolean isEventFile(Path file) {
        return file.getFileName().toString().startsWith(PREFIX);
    }

    private static double now() {
        return System.currentTimeMillis() / MILLIS_PER_SECOND;
    }

    /** Returns the second in the name of the newest event file of {@code folder}, 0 if there is none. */
    private static long newest(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> SECOND.matcher(file.getFileName().toString()))
                    .filter(Matcher::lookingAt)
                    .mapToLong(name -> Long.parseLong(name.group(1)))
                    .max()
                    .orElse(0);
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9-]", "-");
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** Makes readers ignore what was written before, here or in older files, from {@code step} on. */
    public void restart(long step) {
        append(restart(now(), step));
    }

    /** Appends a scalar and hands it to the operating system. */
    public void scalar(String tag, long step, double value) {
        append(scalar(now(), tag, step, (float) value));
    }

    private void append(byte[] event) {
        try {
            out.write(frame(event));
        } catch (IOException e) {
            throw problem(e);
        }
    }

    private OutputException problem(IOException e) {
        return new OutputException(file, "cannot be written (" + e + "); is the disk full?", e);
    }

    static byte[] header(double wallTime) {
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        writeDouble(event, EVENT_WALL_TIME, wallTime);
        writeBytes(event, EVENT_FILE_VERSION, FILE_VERSION.getBytes(StandardCharsets.UTF_8));
        return event.toByteArray();
    }

    static byte[] scalar(double wallTime, String tag, long step, float value) {
        ByteArrayOutputStream scalar = new ByteArrayOutputStream();
        writeBytes(scalar, VALUE_TAG, tag.getBytes(StandardCharsets.UTF_8));
        scalar.write(VALUE_SIMPLE);
        scalar.writeBytes(little(Float.BYTES).putFloat(value).array());
        ByteArrayOutputStream summary = new ByteArrayOutputStream();
        writeBytes(summary, SUMMARY_VALUE, scalar.toByteArray());
        return event(wallTime, step, EVENT_SUMMARY, summary.toByteArray());
    }

    static byte[] restart(double wallTime, long step) {
        ByteArrayOutputStream session = new ByteArrayOutputStream();
        session.write(SESSION_STATUS);
        session.write(SESSION_START);
        return event(wallTime, step, EVENT_SESSION_LOG, session.toByteArray());
    }

    private static byte[] event(double wallTime, long step, int tag, byte[] content) {
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        writeDouble(event, EVENT_WALL_TIME, wallTime);
        event.write(EVENT_STEP);
        writeVarint(event, step);
        writeBytes(event, tag, content);
        return event.toByteArray();
    }

    /** Frames {@code data} as one record. */
    static byte[] frame(byte[] data) {
        byte[] length = little(Long.BYTES).putLong(data.length).array();
        return little(length.length + Integer.BYTES + data.length + Integer.BYTES)
                .put(length)
                .putInt(maskedChecksum(length))
                .put(data)
                .putInt(maskedChecksum(data))
                .array();
    }

    private static int maskedChecksum(byte[] data) {
        CRC32C checksum = new CRC32C();
        checksum.update(data);
        return Integer.rotateRight((int) checksum.getValue(), MASK_ROTATION) + MASK_DELTA;
    }

    private static void writeDouble(ByteArrayOutputStream out, int tag, double value) {
        out.write(tag);
        out.writeBytes(little(Double.BYTES).putDouble(value).array());
    }

    private static void writeBytes(ByteArrayOutputStream out, int tag, byte[] value) {
        out.write(tag);
        writeVarint(out, value.length);
        out.writeBytes(value);
    }

    private static void writeVarint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while (rest >>> VARINT_BITS != 0) {
            out.write((int) (rest & VARINT_MORE - 1) | VARINT_MORE);
            rest >>>= VARINT_BITS;
        }
        out.write((int) rest);
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw problem(e);
        }
    }
}
