package charlm.checkpoint.safetensors;

import charlm.checkpoint.safetensors.SafetensorsHeader.TensorEntry;
import charlm.files.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import tools.jackson.jr.ob.JSON;

/** Reads and writes safetensors files. */
public final class Safetensors {
    private static final int LENGTH_BYTES = 8;
    private static final int MAX_HEADER_BYTES = 100_000_000; // the limit of the format's own library
    private static final int HEADER_ALIGNMENT = 8;
    private static final int CHUNK_BYTES = 1 << 16;

    private Safetensors() {}

    /**
     * The contents of a file.
     *
     * @param types the types of the stored elements, by the tensors' names
     */
    public record Contents(Map<String, String> metadata, List<NamedTensor> tensors, Map<String, ElementType> types) {}

    /** Reads and verifies the whole file; throws {@link CheckpointException}. */
    public static Contents read(Path file) {
        List<NamedTensor> tensors = new ArrayList<>();
        Map<String, ElementType> types = new HashMap<>();
        SafetensorsHeader header = forEachTensor(file, (entry, bytes) -> {
            types.put(entry.name(), entry.type());
            int count = Math.toIntExact(NamedTensor.elements(entry.shape()));
            tensors.add(
                    new NamedTensor(entry.name(), entry.shape(), entry.type().read(bytes, count)));
        });
        return new Contents(header.metadata(), tensors, types);
    }

    /** Verifies the whole file and returns the digests of its tensors; throws {@link CheckpointException}. */
    public static TensorDigests digests(Path file) {
        TensorDigests digests = new TensorDigests();
        forEachTensor(file, digests::add);
        return digests;
    }

    /** Verifies the whole file and passes each tensor with the check of its values, in little memory. */
    public static SafetensorsHeader check(Path file, BiConsumer<TensorEntry, Optional<String>> problems) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            SafetensorsHeader header = verify(file, channel);
            long dataStart = channel.position();
            for (TensorEntry entry : header.entries()) {
                FiniteCheck check = new FiniteCheck(entry.shape());
                for (long from = entry.begin(); from < entry.end(); from += CHUNK_BYTES) {
                    ByteBuffer chunk =
                            readAt(file, channel, dataStart + from, Math.min(CHUNK_BYTES, entry.end() - from));
                    while (chunk.hasRemaining()) {
                        check.add(entry.type().read(chunk));
                    }
                }
                problems.accept(entry, check.problem());
            }
            return header;
        } catch (IOException e) {
            throw new CheckpointException(file, "cannot be read (" + e + ")", e);
        }
    }

    private static SafetensorsHeader forEachTensor(Path file, BiConsumer<TensorEntry, ByteBuffer> reader) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            SafetensorsHeader header = verify(file, channel);
            long dataStart = channel.position();
            for (TensorEntry entry : header.entries()) {
                reader.accept(entry, readAt(file, channel, dataStart + entry.begin(), entry.end() - entry.begin()));
            }
            return header;
        } catch (IOException e) {
            throw new CheckpointException(file, "cannot be read (" + e + ")", e);
        }
    }

    /** Verifies header and checksum and leaves the channel at the beginning of the data. */
    private static SafetensorsHeader verify(Path file, FileChannel channel) throws IOException {
        long length = channel.size();
        if (length < LENGTH_BYTES) {
            throw new CheckpointException(file, "has " + length + " bytes, too few for a safetensors file");
        }
        long headerLength = readAt(file, channel, 0, LENGTH_BYTES).getLong();
        if (headerLength < 2 || headerLength > Math.min(MAX_HEADER_BYTES, length - LENGTH_BYTES)) {
            throw new CheckpointException(
                    file,
                    "its header claims " + Long.toUnsignedString(headerLength) + " bytes, the file has " + length
                            + "; it is cut short or is not a safetensors file");
        }
        byte[] json = readAt(file, channel, LENGTH_BYTES, headerLength).array();
        long dataStart = LENGTH_BYTES + headerLength;
        SafetensorsHeader header = SafetensorsHeader.parse(file, json, length - dataStart);
        if (FileChecksum.isNeeded(header.metadata())) {
            requireChecksum(file, channel, FileChecksum.ofExisting(file, json, header.metadata()), dataStart);
        }
        channel.position(dataStart);
        return header;
    }

    private static void requireChecksum(Path file, FileChannel channel, FileChecksum checksum, long dataStart)
            throws IOException {
        checksum.addHeader(readAt(file, channel, 0, LENGTH_BYTES));
        channel.position(dataStart);
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK_BYTES);
        while (channel.read(bytes) >= 0) {
            checksum.addData(bytes.flip());
            bytes.clear();
        }
        checksum.require(file);
    }

    private static ByteBuffer readAt(Path file, FileChannel channel, long position, long count) throws IOException {
        if (count > Integer.MAX_VALUE - LENGTH_BYTES) {
            throw new CheckpointException(file, "has a part of " + count + " bytes, more than 2 GiB are not read");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new CheckpointException(file, "ended while it was read; is something writing to it?");
            }
        }
        return bytes.flip();
    }

    /**
     * Writes F32 tensors in the order given, atomically; the same contents give the same bytes. A charlm checkpoint gets a
     * {@link FileChecksum}, so its tensors are encoded twice.
     */
    public static void write(Path file, Map<String, String> metadata, List<NamedTensor> tensors) {
        AtomicFile.write(file, content(metadata, tensors));
    }

    /** Returns the contents of the file that {@link #write} writes. */
    public static AtomicFile.Content content(Map<String, String> metadata, List<NamedTensor> tensors) {
        byte[] json = header(FileChecksum.withZeroChecksum(metadata), tensors);
        if (FileChecksum.isNeeded(metadata)) {
            FileChecksum checksum = FileChecksum.ofNew(json);
            checksum.addHeader(length(json));
            forEachChunk(tensors, checksum::addData);
            checksum.fillIn();
        }
        return channel -> {
            AtomicFile.writeFully(channel, length(json));
            AtomicFile.writeFully(channel, ByteBuffer.wrap(json));
            forEachChunk(tensors, chunk -> AtomicFile.writeFully(channel, chunk));
        };
    }

    private static ByteBuffer length(byte[] json) {
        return ByteBuffer.allocate(LENGTH_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .flip();
    }

    /** Receives the data section chunk by chunk. */
    interface ChunkSink<E extends Exception> {
        void accept(ByteBuffer chunk) throws E;
    }

    static <E extends Exception> void forEachChunk(List<NamedTensor> tensors, ChunkSink<E> sink) throws E {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (NamedTensor tensor : tensors) {
            float[] values = tensor.values();
            for (int from = 0; from < values.length; from += CHUNK_BYTES / Float.BYTES) {
                int count = Math.min(values.length - from, CHUNK_BYTES / Float.BYTES);
                chunk.clear().asFloatBuffer().put(values, from, count);
                sink.accept(chunk.limit(count * Float.BYTES));
            }
        }
    }

    private static byte[] header(Map<String, String> metadata, List<NamedTensor> tensors) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put(SafetensorsJson.METADATA_KEY, metadata);
        long offset = 0;
        for (NamedTensor tensor : tensors) {
            long end = offset + (long) tensor.values().length * Float.BYTES;
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("dtype", ElementType.F32.name());
            entry.put("shape", tensor.shape());
            entry.put("data_offsets", new long[] {offset, end});
            root.put(tensor.name(), entry);
            offset = end;
        }
        StringBuilder json = new StringBuilder(JSON.std.asString(root));
        int bytes = json.toString().getBytes(StandardCharsets.UTF_8).length;
        json.append(" ".repeat((HEADER_ALIGNMENT - bytes % HEADER_ALIGNMENT) % HEADER_ALIGNMENT));
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
