package charlm.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.checkpoint.safetensors.CheckpointException;
import charlm.checkpoint.safetensors.NamedTensor;
import charlm.checkpoint.safetensors.Safetensors;
import charlm.golden.Golden;
import charlm.model.RequestedShape;
import charlm.nn.ModelConfig;
import charlm.nn.Variant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Metadata that lie, and files without any. */
final class CheckpointMetadataTest {
    private static final String SYMBOLS = "□⁇ab";
    private static final String CONFIG = "{\"variant\":\"vanilla\",\"vocab_size\":4,\"block_size\":8,\"num_layers\":1,"
            + "\"num_heads\":1,\"embed_dim\":2,\"bottleneck_dim\":0}";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {CheckpointMetadata.CONFIG_KEY, CheckpointMetadata.VOCABULARY_KEY, CheckpointMetadata.TRAINING_KEY
            })
    void aMissingEntryIsNamed(String key) {
        Map<String, String> metadata = metadata();
        metadata.remove(key);
        assertEquals("lacks " + key + " in its metadata", problem(metadata));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "7", "{", "{}", "{\"variant\":\"vanilla\"}", "{\"variant\":null}"})
    void aConfigThatIsNoneIsRefused(String json) {
        assertTrue(problem(with(CheckpointMetadata.CONFIG_KEY, json)).contains(CheckpointMetadata.CONFIG_KEY));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"vanilla\" | \"mamba\" | the variant must be vanilla or perceiver, got mamba",
                "\"embed_dim\":2 | \"embed_dim\":-2 | embed_dim must be a positive multiple of num_heads, got -2",
                "\"embed_dim\":2 | \"embed_dim\":2.5 | embed_dim is 2.5",
                "\"embed_dim\":2 | \"embed_dim\":99999999999 | embed_dim is 99999999999",
                "\"block_size\":8 | \"block_size\":\"8\" | block_size is 8",
                "\"bottleneck_dim\":0 | \"bottleneck_dim\":4 | bottleneck_dim must be 0 for a vanilla decoder, got 4",
                "\"vocab_size\":4 | \"vocab_size\":5 | its vocabulary has 4 symbols, its config says 5",
            })
    void aConfigThatCannotBeIsRefusedWithTheReason(String from, String to, String reason) {
        String problem = problem(with(CheckpointMetadata.CONFIG_KEY, CONFIG.replace(from, to)));
        assertTrue(problem.contains(reason), problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"□⁇ba", "□⁇aa", "abcd", "⁇□ab"})
    void symbolsThatAreNoVocabularyAreRefused(String symbols) {
        String problem = problem(with(CheckpointMetadata.VOCABULARY_KEY, symbols));
        assertTrue(problem.contains("vocabulary"), problem);
    }

    @Test
    void aConfigThatItsTensorsContradictIsRefusedBeforeAnythingIsAllocated() {
        for (String lie :
                new String[] {"\"embed_dim\":1000000", "\"num_layers\":2000000", "\"block_size\":2000000000"}) {
            String key = lie.substring(0, lie.indexOf(':'));
            String json = CONFIG.replaceFirst(key + ":\\d+", lie);
            Checkpoint checkpoint = Checkpoint.of(Path.of("x"), with(CheckpointMetadata.CONFIG_KEY, json), tensors());
            String message = assertThrows(
                            CheckpointException.class,
                            () -> ConfigResolver.resolve(
                                    checkpoint, RequestedShape.of(Variant.VANILLA), OptionalInt.of(4)))
                    .getMessage();
            assertTrue(message.startsWith("x: its charlm.config says "), message);
        }
    }

    @Test
    void tensorsThatDescribeMoreThanTheFileHoldsAreRefusedBeforeAnythingIsAllocated() {
        List<NamedTensor> wide = new ArrayList<>();
        wide.add(new NamedTensor("tok_emb.weight", new long[] {4, 500}, new float[2000]));
        wide.add(new NamedTensor("pos_emb", new long[] {1, 8, 500}, new float[4000]));
        for (int i = 0; i < 1000; i++) {
            wide.add(new NamedTensor("blocks." + i + ".x", new long[] {1}, new float[1]));
        }
        List<NamedTensor> empty = new ArrayList<>(tensors());
        empty.set(1, new NamedTensor("pos_emb", new long[] {1, Integer.MAX_VALUE, 0}, new float[0]));
        for (List<NamedTensor> lies : List.of(wide, empty)) {
            Checkpoint checkpoint = Checkpoint.of(Path.of("x"), Map.of(), lies);
            String message = assertThrows(
                            CheckpointException.class,
                            () -> ConfigResolver.resolve(
                                    checkpoint, RequestedShape.of(Variant.VANILLA), OptionalInt.of(4)))
                    .getMessage();
            assertTrue(message.contains("the model that its tensors describe has"), message);
        }
    }

    private static List<NamedTensor> tensors() {
        return List.of(
                new NamedTensor("tok_emb.weight", new long[] {4, 2}, new float[8]),
                new NamedTensor("pos_emb", new long[] {1, 8, 2}, new float[16]),
                new NamedTensor("blocks.0.ln1.weight", new long[] {2}, new float[2]));
    }

    @Test
    void trainingThatIsNoJsonIsRefused() {
        assertEquals(
                "its charlm.training is not valid JSON",
                problem(with(CheckpointMetadata.TRAINING_KEY, "{\"seed\": 1")));
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void aSafetensorsFileOfAnotherProgramIsReadAsAStateDict(Variant variant) {
        List<NamedTensor> parameters =
                Safetensors.read(Golden.resource("/golden/" + variant + "-tiny.safetensors")).tensors().stream()
                        .filter(tensor -> !tensor.name().matches("(in|out|grad|after)\\..*"))
                        .toList();
        Path file = folder.resolve("x");
        Safetensors.write(file, Map.of("note", "mine"), parameters);
        Checkpoint checkpoint = Checkpoint.read(file);
        assertEquals("safetensors of another program", checkpoint.format());
        assertEquals(Optional.empty(), checkpoint.vocabulary());
        RequestedShape typed = new RequestedShape(
                variant, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(4), Optional.empty());
        ModelConfig expected = Golden.of(variant).config();
        assertEquals(expected, ConfigResolver.resolve(checkpoint, typed, OptionalInt.of(expected.vocabSize())));
    }

    @Test
    void aStateDictOfAnotherModelIsRefused() {
        Checkpoint checkpoint = Checkpoint.of(Path.of("x"), Map.of(), tensors().subList(1, 2));
        String message = assertThrows(
                        CheckpointException.class,
                        () -> ConfigResolver.resolve(checkpoint, RequestedShape.of(Variant.VANILLA), OptionalInt.of(4)))
                .getMessage();
        assertEquals("x: lacks parameter tok_emb.weight; is it a state dict of the reference's model?", message);
    }

    private static Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(CheckpointMetadata.FORMAT_KEY, "1");
        metadata.put(CheckpointMetadata.VERSION_KEY, "test");
        metadata.put(CheckpointMetadata.CONFIG_KEY, CONFIG);
        metadata.put(CheckpointMetadata.VOCABULARY_KEY, SYMBOLS);
        metadata.put(CheckpointMetadata.TRAINING_KEY, "{}");
        return metadata;
    }

    private static Map<String, String> with(String key, String value) {
        Map<String, String> metadata = metadata();
        metadata.put(key, value);
        return metadata;
    }

    /** Returns what is wrong with a file of such metadata, without the file's name. */
    private String problem(Map<String, String> metadata) {
        Path file = folder.resolve("x");
        Safetensors.write(file, metadata, List.of());
        String message = assertThrows(CheckpointException.class, () -> Checkpoint.read(file))
                .getMessage();
        assertTrue(message.startsWith(file + ": "), message);
        return message.substring((file + ": ").length());
    }
}
