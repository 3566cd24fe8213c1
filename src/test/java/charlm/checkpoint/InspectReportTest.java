package charlm.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.checkpoint.safetensors.NamedTensor;
import charlm.checkpoint.safetensors.Safetensors;
import charlm.golden.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InspectReportTest {
    private static final String CONFIG =
            "{\"variant\":\"perceiver\",\"vocab_size\":4,\"block_size\":8,\"num_layers\":3,"
                    + "\"num_heads\":1,\"embed_dim\":500,\"bottleneck_dim\":5}";

    @TempDir
    private Path folder;

    @Test
    void everyLineOfAFileOfOursIsAsExpected() {
        Path file = write("charlm pretrain\nperceiver");
        assertEquals(
                List.of(
                        "file: " + file,
                        "format: charlm safetensors, format 1",
                        "config: perceiver {block size=8, bottleneck=5, heads=1, layers=3, width=500}",
                        "vocabulary: 4 symbols",
                        "training:",
                        "  command: charlm pretrain\uFFFDperceiver", // no control character reaches the terminal
                        "  seed: 7",
                        "tensors: 2",
                        "  tok_emb.weight  (4, 500)               2,000",
                        "  head.bias       ()                         1",
                        "parameters: 2,001"),
                InspectReport.lines(file));
    }

    @Test
    void aModelWithoutABottleneckIsShownWithoutOne() {
        Path file = write(
                "x", CONFIG.replace("perceiver", "vanilla").replace("\"bottleneck_dim\":5", "\"bottleneck_dim\":0"));
        assertEquals(
                "config: vanilla {block size=8, heads=1, layers=3, width=500}",
                InspectReport.lines(file).get(2));
    }

    @Test
    void numbersLookTheSameInEveryCountry() {
        Path file = write("x");
        List<String> before = InspectReport.lines(file);
        Locale usual = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertEquals(before, InspectReport.lines(file));
        } finally {
            Locale.setDefault(usual);
        }
    }

    @Test
    void aStateDictIsToldToLackShapeAndVocabulary() {
        List<String> lines = InspectReport.lines(Golden.resource("/golden/vanilla-tiny.torch.params"));
        assertEquals("format: PyTorch state dict (zip)", lines.get(1));
        assertEquals("config: not in the file", lines.get(2));
        assertEquals("vocabulary: not in the file; the corpus gives it", lines.get(3));
        assertTrue(lines.stream().anyMatch(line -> line.matches("  pos_emb +\\(1, 16, 16\\) +256")), lines.toString());
        assertTrue(lines.stream().noneMatch(line -> line.contains(".attn.mask")), lines.toString());
        assertEquals("parameters: 7,488", lines.get(lines.size() - 1));
    }

    @Test
    void digestsOfEqualTensorsAreEqualWhateverTheCommand() throws IOException {
        Path first = write("charlm pretrain");
        List<String> digests = InspectReport.digests(first);
        byte[] bytes = Files.readAllBytes(first);
        assertEquals(digests, InspectReport.digests(write("charlm pretrain --quiet")));
        assertFalse(Arrays.equals(bytes, Files.readAllBytes(first)));
        assertEquals(3, digests.size());
        assertTrue(digests.get(0).matches("[0-9a-f]{64}  head\\.bias"), digests.get(0));
        assertTrue(digests.get(2).matches("[0-9a-f]{64}  all tensors"), digests.get(2));
    }

    @Test
    void aStateDictHasTheDigestsOfTheSameTensorsInSafetensors() {
        Path torch = Golden.resource("/golden/vanilla-tiny.torch.params");
        Path file = folder.resolve("same");
        Safetensors.write(file, Map.of(), Checkpoint.read(torch).tensors());
        assertEquals(InspectReport.digests(file), InspectReport.digests(torch));
    }

    private Path write(String command) {
        return write(command, CONFIG);
    }

    private Path write(String command, String config) {
        Path file = folder.resolve("x");
        Map<String, String> metadata = Map.of(
                CheckpointMetadata.FORMAT_KEY, "1",
                CheckpointMetadata.VERSION_KEY, "test",
                CheckpointMetadata.CONFIG_KEY, config,
                CheckpointMetadata.VOCABULARY_KEY, "□⁇\n𝄞",
                CheckpointMetadata.TRAINING_KEY, "{\"seed\":7,\"command\":\"" + command.replace("\n", "\\n") + "\"}");
        NamedTensor tokens = new NamedTensor("tok_emb.weight", new long[] {4, 500}, new float[2000]);
        Safetensors.write(file, metadata, List.of(tokens, new NamedTensor("head.bias", new long[0], new float[1])));
        return file;
    }
}
