package charlm.checkpoint.torch;

import charlm.checkpoint.safetensors.NamedTensor;
import charlm.files.AtomicFile;
import charlm.tensor.Tensor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes tensors in the zip form of {@code torch.save}: {@code archive/data.pkl} with the dict, {@code archive/data/N} with
 * the elements of tensor N, and our metadata in an entry of their own; all stored without compression and without the time of writing. What {@link TorchZip} reads.
 */
final class TorchZipWriter {
    private static final String FOLDER = "archive/";
    private static final String FORMAT_VERSION = "3\n";
    // Before February 1980 Java adds a field of its own to an entry.
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private TorchZipWriter() {}

    static void write(Path file, List<NamedTensor> tensors, String metadata) {
        AtomicFile.write(file, channel -> {
            ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)));
            put(zip, "data.pkl", pickle(tensors));
            put(zip, "byteorder", ascii("little"));
            for (int i = 0; i < tensors.size(); i++) {
                put(zip, "data/" + i, bytes(tensors.get(i)));
            }
            put(zip, "version", ascii(FORMAT_VERSION));
            put(zip, TorchZip.METADATA, metadata.getBytes(StandardCharsets.UTF_8));
            zip.finish(); // not closed, which would close the channel before its bytes are forced to disk
            zip.flush();
        });
    }

    /** Returns {@code OrderedDict(name=_rebuild_tensor_v2(storage, 0, shape, strides, False, OrderedDict()), ...)}. */
    private static byte[] pickle(List<NamedTensor> tensors) {
        PickleWriter pickle = new PickleWriter();
        emptyDict(pickle).mark();
        for (int i = 0; i < tensors.size(); i++) {
            NamedTensor tensor = tensors.get(i);
            pickle.text(tensor.name())
                    .global("torch._utils", "_rebuild_tensor_v2")
                    .mark();
            pickle.mark().text("storage").global("torch", "FloatStorage").text(String.valueOf(i));
            pickle.text("cpu").number(tensor.values().length).tuple().persistentId();
            pickle.number(0).numbers(tensor.shape()).numbers(Tensor.contiguousStrides(tensor.shape()));
            emptyDict(pickle.no()).tuple().call();
        }
        return pickle.setItems().stop();
    }

    private static PickleWriter emptyDict(PickleWriter pickle) {
        return pickle.global("collections", "OrderedDict").emptyTuple().call();
    }

    private static byte[] bytes(NamedTensor tensor) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(tensor.values().length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(tensor.values());
        return bytes.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        ZipEntry entry = new ZipEntry(FOLDER + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(checksum.getValue());
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
