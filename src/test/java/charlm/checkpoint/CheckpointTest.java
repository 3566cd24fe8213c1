package charlm.checkpoint;

import static charlm.Said.requireParts;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.checkpoint.safetensors.CheckpointException;
import charlm.checkpoint.safetensors.Safetensors;
import charlm.data.Vocabulary;
import charlm.golden.Golden;
import charlm.golden.TinyModels;
import charlm.model.LanguageModel;
import charlm.model.RequestedShape;
import charlm.nn.ModelConfig;
import charlm.nn.Variant;
import charlm.tensor.Engine;
import charlm.tensor.NumberType;
import charlm.tensor.nd4j.Nd4jEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CheckpointTest {
    private static final String SYMBOLS = "\u25a1\u2047\n \"\\abcdé\ud834\udd1e";
    private static final int VOCAB = SYMBOLS.codePointCount(0, SYMBOLS.length());
    private static final Engine ENGINE = new Nd4jEngine(NumberType.FLOAT, 1);

    @TempDir
    private Path folder;

    private static ModelConfig config(Variant variant, int blockSize) {
        return TinyModels.config(variant, VOCAB, blockSize, 3, 2, 4, 5);
    }

    private static LanguageModel model(ModelConfig config) {
        LanguageModel model = LanguageModel.create(config, ENGINE, 0);
        model.parameters().initialize(3);
        return model;
    }

    private Path write(Variant variant) {
        Path file = folder.resolve(variant + ".params");
        Checkpoint.write(file, model(config(variant, 8)), Vocabulary.ofSymbols(SYMBOLS), Map.of("seed", "3"), "test");
        return file;
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void aModelIsReadBackToTheBitWithItsShapeVocabularyAndTraining(Variant variant) {
        Checkpoint checkpoint = Checkpoint.read(write(variant));
        assertEquals(Optional.of(config(variant, 8)), checkpoint.config());
        assertEquals(Optional.of(Vocabulary.ofSymbols(SYMBOLS)), checkpoint.vocabulary());
        assertEquals(Map.of("seed", "3"), checkpoint.training());
        LanguageModel empty = LanguageModel.create(config(variant, 8), ENGINE, 0);
        checkpoint.loadInto(empty);
        assertArrayEquals(
                model(config(variant, 8)).parameters().values().toFloats(),
                empty.parameters().values().toFloats());
    }

    @Test
    void aParameterOfTheWrongShapeIsNamedWithBothShapesAndAGuess() {
        Checkpoint checkpoint = Checkpoint.read(write(Variant.VANILLA));
        LanguageModel other = LanguageModel.create(config(Variant.VANILLA, 16), ENGINE, 0);
        refused(
                () -> checkpoint.loadInto(other),
                "parameter pos_emb is (1, 8, 4), this model needs (1, 16, 4); was it trained with --block-size 8?");
        LanguageModel wider =
                LanguageModel.create(new ModelConfig(Variant.VANILLA, VOCAB + 1, 8, 3, 2, 4, 0), ENGINE, 0);
        refused(
                () -> checkpoint.loadInto(wider),
                "parameter tok_emb.weight is (" + VOCAB + ", 4), this model needs (" + (VOCAB + 1) + ", 4)",
                "; was it trained on a corpus of " + VOCAB + " different characters?");
    }

    @Test
    void missingAndSuperfluousParametersAreNamed() {
        Checkpoint vanilla = Checkpoint.read(write(Variant.VANILLA));
        ModelConfig deeper = new ModelConfig(Variant.VANILLA, VOCAB, 8, 4, 2, 4, 0);
        ModelConfig flatter = new ModelConfig(Variant.VANILLA, VOCAB, 8, 2, 2, 4, 0);
        refused(() -> vanilla.loadInto(LanguageModel.create(deeper, ENGINE, 0)), "lacks parameter blocks.3.");
        refused(() -> vanilla.loadInto(LanguageModel.create(flatter, ENGINE, 0)), "blocks.2.attn.query.weight");
    }

    @Test
    void aFormatOfTheFutureIsRefused() {
        Path file = folder.resolve("future");
        Safetensors.write(file, Map.of("charlm.format", "2", "charlm.version", "9.0"), List.of());
        refused(() -> Checkpoint.read(file), "format 2", "9.0");
    }

    @Test
    void whatIsNoParameterFileIsSaidToBeNone() throws IOException {
        refused(() -> Checkpoint.read(folder.resolve("none")), "does not exist");
        refused(() -> Checkpoint.read(folder), "is a folder");
        refused(() -> Checkpoint.read(Files.writeString(folder.resolve("empty"), "")), "is empty");
        refused(
                () -> Checkpoint.read(Files.writeString(folder.resolve("text"), "Where was?\tOslo\n")),
                "is a text, not a checkpoint");
    }

    @Test
    void whatIsNotTypedComesFromTheFile() {
        Checkpoint file = Checkpoint.read(write(Variant.PERCEIVER));
        assertEquals(
                config(Variant.PERCEIVER, 8),
                ConfigResolver.resolve(file, RequestedShape.of(Variant.PERCEIVER), OptionalInt.of(VOCAB)));
    }

    @Test
    void everyTypedFlagThatDisagreesIsNamedWithTheRightOne() {
        Checkpoint file = Checkpoint.read(write(Variant.PERCEIVER));
        RequestedShape typed = new RequestedShape(
                Variant.PERCEIVER, Optional.of(4), Optional.of(16), Optional.of(3), Optional.empty(), Optional.empty());
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> ConfigResolver.resolve(file, typed, OptionalInt.of(VOCAB)))
                .getMessage();
        assertTrue(
                message.contains("--bottleneck_dim 4 disagrees with the file, which needs --bottleneck_dim 5"),
                message);
        assertTrue(message.contains("--block-size 16 disagrees with the file, which needs --block-size 8"), message);
        assertTrue(!message.contains("--num-layers"), message);
    }

    @Test
    void everyFlagOfTheShapeIsComparedWithTheFile() {
        Checkpoint file = Checkpoint.read(write(Variant.PERCEIVER));
        ModelConfig stored = config(Variant.PERCEIVER, 8);
        Map<String, Integer> right = Map.of(
                "--bottleneck_dim", stored.bottleneckDim(),
                "--block-size", stored.blockSize(),
                "--num-layers", stored.numLayers(),
                "--num-heads", stored.numHeads(),
                "--embed-dim", stored.embedDim());
        RequestedShape typed = new RequestedShape(
                Variant.PERCEIVER,
                Optional.of(stored.bottleneckDim() + 1),
                Optional.of(stored.blockSize() + 1),
                Optional.of(stored.numLayers() + 1),
                Optional.of(stored.numHeads() + 1),
                Optional.of(stored.embedDim() + 1));
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> ConfigResolver.resolve(file, typed, OptionalInt.of(VOCAB)))
                .getMessage();
        right.forEach((flag, value) -> assertTrue(
                message.contains(
                        flag + " " + (value + 1) + " disagrees with the file, which needs " + flag + " " + value),
                message));
    }

    @Test
    void theWrongVariantIsToldTheRightWord() {
        Checkpoint file = Checkpoint.read(write(Variant.PERCEIVER));
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> ConfigResolver.resolve(file, RequestedShape.of(Variant.VANILLA), OptionalInt.of(VOCAB)))
                .getMessage();
        assertTrue(message.contains("type perceiver --bottleneck_dim 5"), message);
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void aStateDictGivesItsShapeThroughItsTensors(Variant variant) {
        Checkpoint torch = Checkpoint.read(Golden.resource("/golden/" + variant + "-tiny.torch.params"));
        RequestedShape typed = new RequestedShape(
                variant, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(4), Optional.empty());
        assertEquals(Golden.of(variant).config(), ConfigResolver.resolve(torch, typed, OptionalInt.of(20)));
        refused(
                () -> ConfigResolver.resolve(torch, typed, OptionalInt.of(21)),
                "trained on 20 different characters",
                "21");
    }

    private static void refused(Executable action, String... parts) {
        requireParts(assertThrows(CheckpointException.class, action).getMessage(), parts);
    }
}
