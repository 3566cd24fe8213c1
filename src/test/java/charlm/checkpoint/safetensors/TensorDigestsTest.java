package charlm.checkpoint.safetensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TensorDigestsTest {
    private static final NamedTensor WEIGHT =
            new NamedTensor("ä.weight", new long[] {2, 3}, new float[] {1, -2, 0.5f, 4, 5, Float.MIN_VALUE});
    private static final NamedTensor SCALAR = new NamedTensor("b", new long[0], new float[] {-0.0f});

    // By Python's hashlib.
    private static final List<String> FLOATS = List.of(
            "66075e62b5db93f7db66a4950efef5e5f08c5b39e46fbe883ede91d2ee4f738a  b",
            "d61f3c326f14c9ed7fe0f133738185841e3acdc0758aa30d356ecd53703dbb2f  ä.weight",
            "6230d017930b3190809019ac6446ab9d78333584cde2aca17dc042932102a353  all tensors");
    private static final List<String> HALVES = List.of(
            "6183dc7ec10329ed46a4321e91270e8f1b9fb732171d56486304e0d520342a86  half",
            "c324ca6094dbc36f5a8f4d04384f72ffec859838dacad0069bf9700e2c9a980d  all tensors");

    @TempDir
    private Path folder;

    @Test
    void digestsAreThoseOfNameTypeShapeAndBytes() throws IOException {
        assertEquals(FLOATS, Safetensors.digests(floats("x", Map.of())).lines());
        assertEquals(HALVES, Safetensors.digests(halves()).lines());
    }

    @Test
    void tensorsThatWereReadHaveTheDigestsOfTheirFile() {
        TensorDigests digests = new TensorDigests();
        digests.add(SCALAR);
        digests.add(WEIGHT);
        assertEquals(FLOATS, digests.lines());
    }

    @Test
    void metadataAndTheOrderOfTheFileChangeNoDigest() throws IOException {
        Path one = floats("x", Map.of("charlm.training", "{\"command\":\"pretrain\"}"));
        Path other = floats("y", Map.of("charlm.training", "{\"command\":\"pretrain --quiet\"}"));
        assertNotEquals(-1, Files.mismatch(one, other));
        assertEquals(FLOATS, Safetensors.digests(one).lines());
        assertEquals(FLOATS, Safetensors.digests(other).lines());
        Path turned = folder.resolve("turned");
        Safetensors.write(turned, Map.of(), List.of(SCALAR, WEIGHT));
        assertEquals(FLOATS, Safetensors.digests(turned).lines());
    }

    @Test
    void theScriptThatComparesCommitsComputesTheSame() throws IOException, InterruptedException {
        String command = "{\"command\":\"charlm pretrain \\\"{\\\\\\\"b\\\":[1]}\\\"\"}";
        assertEquals(FLOATS, script(floats("x", Map.of("charlm.training", command, "other", "\t𝄞}"))));
        assertEquals(HALVES, script(halves()));
    }

    private Path floats(String name, Map<String, String> metadata) {
        Path file = folder.resolve(name);
        Safetensors.write(file, metadata, List.of(WEIGHT, SCALAR));
        return file;
    }

    private Path halves() throws IOException {
        String json = "{\"half\": {\"dtype\":\"BF16\", \"shape\":[2, 1], \"data_offsets\":[0, 4]}}";
        byte[] file = SafetensorsTest.file(json.getBytes(StandardCharsets.UTF_8), 4);
        System.arraycopy(new byte[] {(byte) 0x80, 0x3f, 0, (byte) 0xc0}, 0, file, file.length - 4, 4);
        return Files.write(folder.resolve("halves"), file);
    }

    private static List<String> script(Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dstdout.encoding=UTF-8",
                        "-Dfile.encoding=UTF-8",
                        "ci/TensorDigest.java",
                        file.toString())
                .redirectError(Redirect.INHERIT)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        List<String> lines = new ArrayList<>();
        for (String line : printed.lines().toList()) {
            String[] parts = line.split("\t");
            lines.add(parts[2] + "  " + (parts[1].equals("*") ? "all tensors" : parts[1]));
        }
        return lines;
    }
}
