package charlm.checkpoint;

import static charlm.Said.requireParts;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.LogCapture;
import charlm.checkpoint.safetensors.CheckpointException;
import charlm.checkpoint.safetensors.NamedTensor;
import charlm.checkpoint.safetensors.Safetensors;
import charlm.golden.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as PyTorch and safetensors write them in the ways that people save models; reference/fixtures.py makes them. */
final class ForeignFilesTest {
    private static final float[] HALF = {0.5f, -2};

    @TempDir
    private Path folder;

    private static Path file(String name) {
        return Golden.resource("/charlm/checkpoint/foreign/" + name);
    }

    private static void requireSame(List<NamedTensor> expected, List<NamedTensor> read) {
        Map<String, NamedTensor> byName = new TreeMap<>();
        read.forEach(tensor -> assertTrue(byName.put(tensor.name(), tensor) == null, tensor.name()));
        assertEquals(expected.size(), byName.size());
        for (NamedTensor tensor : expected) {
            assertArrayEquals(tensor.shape(), byName.get(tensor.name()).shape(), tensor.name());
            assertArrayEquals(tensor.values(), byName.get(tensor.name()).values(), tensor.name());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dataparallel.pt | left module. out of its names",
                "compiled-parallel.pt | left wrappers such as _orig_mod out of its names; left module. out of its names",
                "compiled-blocks.pt | left wrappers such as _orig_mod out of its names",
                "trainer.pt | took its entry [\"model\"]",
                "lightning.ckpt | took its entry [\"state_dict\"]; left model. out of its names",
                "named-parameters.pt | ''",
                "tuple.pt | took its entry [1][0]",
                "flat-with-epoch.pt | skipped its entries that are no tensors: epoch",
                "mask-bool.pt | ''",
                "mask-uint16.pt | ''",
                "mask-inverted.pt | ''",
                "float64.pt | rounded float64 to float32",
                "legacy.pt | took its entry [\"model\"]",
                "legacy-protocol-4.pt | ''",
                "protocol-5.pt | took its entry [\"model\"]",
                "module.safetensors | left module. out of its names",
                "mask-float8.safetensors | ''",
            })
    void everyWayOfSavingOneModelIsReadAsItsParametersAndTheLogSaysHow(String name, String said) {
        Path file = file(name);
        try (LogCapture log = new LogCapture(Checkpoint.class)) {
            requireSame(
                    Safetensors.read(file("base.safetensors")).tensors(),
                    Checkpoint.read(file).tensors());
            assertEquals(said.isEmpty() ? List.of() : List.of(file + ": " + said), log.lines());
        }
    }

    @Test
    void weightsThatAreStoredOnceAreReadUnderBothNames() {
        Path file = file("tied.safetensors");
        Map<String, NamedTensor> read = new TreeMap<>();
        try (LogCapture log = new LogCapture(Checkpoint.class)) {
            Checkpoint.read(file).tensors().forEach(tensor -> read.put(tensor.name(), tensor));
            assertEquals(List.of(file + ": took head.weight for tok_emb.weight too, as its metadata say"), log.lines());
        }
        assertEquals(Safetensors.read(file("base.safetensors")).tensors().size(), read.size());
        assertArrayEquals(
                read.get("head.weight").values(), read.get("tok_emb.weight").values());
    }

    @Test
    void moreNamesThanAModelCanHaveAreRefused() {
        Path file = folder.resolve("x");
        Map<String, String> metadata = new TreeMap<>();
        for (int i = 0; i < 4; i++) {
            metadata.put("a" + i, "a");
        }
        Safetensors.write(file, metadata, List.of(new NamedTensor("a", new long[] {2}, HALF)));
        refused(file, "give 4 more names to its 1 tensors");
        metadata.remove("a3");
        Safetensors.write(file, metadata, List.of(new NamedTensor("a", new long[] {2}, HALF)));
        assertEquals(4, Checkpoint.read(file).tensors().size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nan.pt | tensor head.weight has 2 of 24 values NaN or infinite in float32, the first NaN at [2, 1]",
                "float64-overflow.pt | tensor head.weight has 2 of 24 values NaN or infinite in float32, the first Infinity at [2, 1]",
                "infinite.safetensors | tensor head.weight has 2 of 24 values NaN or infinite in float32, the first -Infinity at [2, 1]",
            })
    void aNumberThatIsNoneIsRefusedWithItsPlaceAndShownByInspect(String name, String problem) {
        refused(file(name), problem, "use another checkpoint");
        String values = problem.substring(problem.indexOf("2 of"));
        List<String> lines = InspectReport.lines(file(name));
        assertTrue(
                lines.stream().anyMatch(line -> line.matches(" *head\\.weight .*") && line.endsWith("24  " + values)),
                lines.toString());
        assertEquals(1, lines.stream().filter(line -> line.contains("NaN or")).count());
        assertFalse(InspectReport.digests(file(name)).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mask-not-causal.pt | its buffer blocks.0.attn.mask is not the causal mask",
                "two-models.pt | it holds 2 state dicts, [\"model\"], [\"ema\"]; save one of them: torch.save(checkpoint[\"model\"]",
                "namespace.pt | it asks for argparse.Namespace, which a state dict does not need; nothing of it was run; save the parameters alone: torch.save(model.state_dict(), \"model.pt\")",
                "class.pt | it asks for __main__.Score, which",
                "whole-module.pt | it asks for torch.nn.modules.container.Sequential, which",
            })
    void whatIsNoSingleModelIsRefusedWithTheWayOut(String name, String problem) {
        refused(file(name), problem);
    }

    static Stream<List<String>> names() {
        return Stream.of(
                List.of("a.tok_emb.weight", "a.pos_emb", "loss.weight"),
                List.of("a.tok_emb.weight", "b.tok_emb.weight"),
                List.of("tok_emb.weight", "_orig_mod.tok_emb.weight"));
    }

    @Test
    void namesOfMoreThanOneModelAreRefused() {
        List<String> problems = new ArrayList<>();
        names().forEach(names -> problems.add(refusalOf(names)));
        requireParts(problems.get(0), "has loss.weight beside the parameters of a model, which begin with a.");
        requireParts(problems.get(1), "holds the parameters of 2 models, with a.tok_emb.weight and b.tok_emb.weight");
        requireParts(problems.get(2), "has tok_emb.weight twice");
    }

    private String refusalOf(List<String> names) {
        Path file = folder.resolve("x");
        Safetensors.write(
                file,
                Map.of(),
                names.stream()
                        .map(name -> new NamedTensor(name, new long[] {2}, HALF))
                        .toList());
        return assertThrows(CheckpointException.class, () -> Checkpoint.read(file))
                .getMessage();
    }

    @ParameterizedTest
    @ValueSource(strings = {"my_orig_mod.", "module._orig_mod2."})
    void onlyWholePartsOfANameAreWrappers(String prefix) {
        Path file = folder.resolve("x");
        Safetensors.write(file, Map.of(), List.of(new NamedTensor(prefix + "tok_emb.weight", new long[] {2}, HALF)));
        try (LogCapture log = new LogCapture(Checkpoint.class)) {
            assertEquals(
                    "tok_emb.weight", Checkpoint.read(file).tensors().get(0).name());
            assertEquals(List.of(file + ": left " + prefix + " out of its names"), log.lines());
        }
    }

    @Test
    void theFixturesAreSmall() throws IOException {
        try (Stream<Path> files = Files.list(file("base.safetensors").getParent())) {
            assertTrue(files.mapToLong(each -> each.toFile().length()).sum() < 200_000);
        }
    }

    private static void refused(Path file, String... parts) {
        requireParts(
                assertThrows(CheckpointException.class, () -> Checkpoint.read(file))
                        .getMessage(),
                parts);
    }
}
