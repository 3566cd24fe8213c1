package charlm.checkpoint.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.checkpoint.Checkpoint;
import charlm.checkpoint.safetensors.NamedTensor;
import charlm.files.OutputException;
import charlm.golden.Golden;
import charlm.golden.TinyModels;
import charlm.model.LanguageModel;
import charlm.nn.ModelConfig;
import charlm.nn.Parameter;
import charlm.nn.Variant;
import charlm.tensor.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TorchExportTest {
    private static final String METADATA = "{\"charlm.format\":\"1\"}";

    @TempDir
    private Path folder;

    private Map<String, NamedTensor> export(LanguageModel model) {
        Path file = folder.resolve("x.pt");
        TorchExport.write(file, model, METADATA);
        return TorchArchive.read(file, true, "tok_emb.weight").tensors().stream()
                .collect(Collectors.toMap(NamedTensor::name, Function.identity()));
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void aStateDictOfTheReferenceComesOutAsItWentIn(Engine engine, Variant variant) {
        Path theirs = Golden.resource("/golden/" + variant + "-tiny.torch.params");
        LanguageModel model = LanguageModel.create(Golden.of(variant).config(), engine, 0);
        Checkpoint.read(theirs).loadInto(model);
        Map<String, NamedTensor> expected = new TreeMap<>();
        TorchArchive.read(theirs, true, "tok_emb.weight")
                .tensors()
                .forEach(tensor -> expected.put(tensor.name(), tensor));
        Map<String, NamedTensor> written = new TreeMap<>(export(model));
        assertEquals(expected.keySet(), written.keySet()); // the masks included
        expected.forEach((name, tensor) -> {
            assertArrayEquals(tensor.shape(), written.get(name).shape(), name);
            assertArrayEquals(tensor.values(), written.get(name).values(), name);
        });
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void masksAreSquareAndLowerTriangular(Engine engine, Variant variant) {
        ModelConfig config = TinyModels.config(variant, 300, 7, 3, 1, 300, 3);
        LanguageModel model = LanguageModel.create(config, engine, 0);
        Map<String, NamedTensor> written = export(model);
        assertArrayEquals(
                new float[] {1, 0, 0, 1, 1, 0, 1, 1, 1},
                variant == Variant.PERCEIVER
                        ? written.get("blocks.0.attn.mask").values()
                        : corner(written.get("blocks.2.attn.mask").values(), 7));
        assertEquals(model.parameters().list().size() + 3, written.size());
        for (Parameter parameter : model.parameters().list()) {
            assertArrayEquals(parameter.shape(), written.get(parameter.name()).shape());
        }
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void masksOfOneSizeAreHeldOnce(Engine engine, Variant variant) {
        ModelConfig config = TinyModels.config(variant, 20, 7, 5, 1, 4, 3);
        LanguageModel model = LanguageModel.create(config, engine, 0);
        Map<Long, Set<float[]>> masks = new TreeMap<>();
        for (NamedTensor tensor : TorchExport.tensors(model)) {
            if (tensor.name().endsWith(".mask")) {
                masks.computeIfAbsent(tensor.shape()[2], size -> Collections.newSetFromMap(new IdentityHashMap<>()))
                        .add(tensor.values());
            }
        }
        assertEquals(variant == Variant.PERCEIVER ? Set.of(3L, 7L) : Set.of(7L), masks.keySet());
        masks.values().forEach(ofOneSize -> assertEquals(1, ofOneSize.size()));
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#all")
    void masksBeyondAnArrayAreRefused(Engine engine) {
        LanguageModel model =
                LanguageModel.create(new ModelConfig(Variant.VANILLA, 20, 1 << 16, 1, 1, 1, 0), engine, 0);
        String refused = assertThrows(
                        OutputException.class, () -> TorchExport.write(folder.resolve("x.pt"), model, METADATA))
                .getMessage();
        assertTrue(refused.contains("--block-size 65536"), refused);
    }

    private static float[] corner(float[] mask, int size) {
        return new float[] {
            mask[0],
            mask[1],
            mask[2],
            mask[size],
            mask[size + 1],
            mask[size + 2],
            mask[2 * size],
            mask[2 * size + 1],
            mask[2 * size + 2]
        };
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void theSameModelGivesTheSameBytes(Engine engine, Variant variant) throws IOException {
        LanguageModel model = Golden.of(variant).model(engine);
        Path one = folder.resolve("one.pt");
        Path two = folder.resolve("two.bin");
        TorchExport.write(one, model, METADATA);
        TorchExport.write(two, model, METADATA);
        assertEquals(-1, Files.mismatch(one, two));
        assertTrue(Checkpoint.isParameterFile(one));
    }
}
