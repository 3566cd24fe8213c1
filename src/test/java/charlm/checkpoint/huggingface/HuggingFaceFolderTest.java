package charlm.checkpoint.huggingface;

import static charlm.Said.requireParts;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.checkpoint.Checkpoint;
import charlm.checkpoint.ConfigResolver;
import charlm.checkpoint.InspectReport;
import charlm.checkpoint.safetensors.CheckpointException;
import charlm.checkpoint.safetensors.NamedTensor;
import charlm.checkpoint.safetensors.Safetensors;
import charlm.data.Vocabulary;
import charlm.golden.TinyModels;
import charlm.model.LanguageModel;
import charlm.model.RequestedShape;
import charlm.nn.Parameter;
import charlm.nn.Variant;
import charlm.tensor.Engine;
import charlm.tensor.NumberType;
import charlm.tensor.nd4j.Nd4jEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.jr.ob.JSON;

final class HuggingFaceFolderTest {
    /** A control character, white space, JSON's own, a combining one, a byte order mark and one of two UTF-16 units. */
    private static final String CHARACTERS = "\u0001\t\n \"'/\\ab\u00e9\u0301\u2028\ufeff\ufffd\ud834\udd1e";

    private static final Vocabulary VOCABULARY = Vocabulary.ofSymbols("\u25a1\u2047" + CHARACTERS);
    private static final Map<String, String> TRAINING = Map.of("seed", "3", "dropout", "0.25", "task", "finetune");
    private static final int WIDTH = 6;
    private static final int BLOCK = 8;
    private static final Engine ENGINE = new Nd4jEngine(NumberType.FLOAT, 1);

    @TempDir
    private Path temporary;

    private Path folder;
    private LanguageModel model;

    @BeforeEach
    void write() {
        folder = temporary.resolve("model");
        model = TinyModels.felt(
                TinyModels.config(Variant.VANILLA, VOCABULARY.size(), BLOCK, 2, 3, WIDTH, 0), ENGINE, 0, 1);
        Checkpoint.writeFolder(folder, model, VOCABULARY, TRAINING, "test", "---\n# written by charlm\n---\n");
    }

    private Map<String, NamedTensor> written() {
        Map<String, NamedTensor> tensors = new TreeMap<>();
        Safetensors.read(folder.resolve("model.safetensors"))
                .tensors()
                .forEach(tensor -> tensors.put(tensor.name(), tensor));
        return tensors;
    }

    private float[] ours(String name) {
        return ENGINE.toFloats(model.parameters().get(name).value());
    }

    private Map<String, Object> json(String file) throws IOException {
        return JSON.std.mapFrom(Files.readString(folder.resolve(file)));
    }

    /** Sets a field, within an object where {@code name} has a dot, in a JSON file. */
    @SuppressWarnings("unchecked")
    private void change(String file, String name, Object value) throws IOException {
        Map<String, Object> all = json(file);
        int dot = name.indexOf('.');
        Map<String, Object> object = dot < 0 ? all : (Map<String, Object>) all.get(name.substring(0, dot));
        object.put(name.substring(dot + 1), value);
        Files.writeString(
                folder.resolve(file),
                JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asString(all));
    }

    private String problem() {
        return assertThrows(CheckpointException.class, () -> Checkpoint.read(folder))
                .getMessage();
    }

    /** Takes charlm's metadata away, as Hugging Face's library does when it saves a model. */
    private void forget() {
        List<NamedTensor> tensors = new ArrayList<>(written().values());
        Safetensors.write(folder.resolve("model.safetensors"), Map.of("format", "pt"), tensors);
    }

    @Test
    void theTensorsAreThoseOfGptTwo() {
        Map<String, String> shapes = new TreeMap<>();
        written().forEach((name, tensor) -> shapes.put(name, NamedTensor.describe(tensor.shape())));
        Map<String, String> expected = new TreeMap<>(Map.of(
                "lm_head.weight", "(18, 6)",
                "transformer.wte.weight", "(18, 6)",
                "transformer.wpe.weight", "(8, 6)",
                "transformer.ln_f.weight", "(6)",
                "transformer.ln_f.bias", "(6)"));
        for (String block : List.of("transformer.h.0.", "transformer.h.1.")) {
            expected.put(block + "attn.c_attn.weight", "(6, 18)");
            expected.put(block + "attn.c_attn.bias", "(18)");
            expected.put(block + "attn.c_proj.weight", "(6, 6)");
            expected.put(block + "attn.c_proj.bias", "(6)");
            expected.put(block + "mlp.c_fc.weight", "(6, 24)");
            expected.put(block + "mlp.c_fc.bias", "(24)");
            expected.put(block + "mlp.c_proj.weight", "(24, 6)");
            expected.put(block + "mlp.c_proj.bias", "(6)");
            for (String norm : List.of("ln_1", "ln_2")) {
                expected.put(block + norm + ".weight", "(6)");
                expected.put(block + norm + ".bias", "(6)");
            }
        }
        assertEquals(expected, shapes);
    }

    @Test
    void weightsAreTransposedAndQueryKeyAndValueStandSideBySide() {
        float[] fused = written().get("transformer.h.1.attn.c_attn.weight").values(); // (C, 3C)
        float[] bias = written().get("transformer.h.1.attn.c_attn.bias").values(); // (3C)
        int part = 0;
        for (String name : List.of("query", "key", "value")) {
            float[] weight = ours("blocks.1.attn." + name + ".weight"); // (C, C), out and in
            for (int out = 0; out < WIDTH; out++) {
                assertEquals(ours("blocks.1.attn." + name + ".bias")[out], bias[part * WIDTH + out]);
                for (int in = 0; in < WIDTH; in++) {
                    assertEquals(weight[out * WIDTH + in], fused[in * 3 * WIDTH + part * WIDTH + out], name);
                }
            }
            part++;
        }
        float[] up = written().get("transformer.h.0.mlp.c_fc.weight").values(); // (C, 4C)
        assertEquals(ours("blocks.0.mlp.0.weight")[5 * WIDTH + 2], up[2 * 4 * WIDTH + 5]);
        float[] down = written().get("transformer.h.0.mlp.c_proj.weight").values(); // (4C, C)
        assertEquals(ours("blocks.0.mlp.2.weight")[5 * 4 * WIDTH + 2], down[2 * WIDTH + 5]);
        assertArrayEquals(ours("head.weight"), written().get("lm_head.weight").values());
        assertArrayEquals(
                ours("pos_emb"), written().get("transformer.wpe.weight").values());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "model.safetensors"})
    void theFolderAndItsTensorsAloneAreReadBackToTheBitWithAllTheySay(String file) {
        Checkpoint checkpoint = Checkpoint.read(folder.resolve(file));
        requireModel(checkpoint);
        assertEquals(TRAINING, checkpoint.training());
    }

    private void requireModel(Checkpoint checkpoint) {
        assertEquals(Optional.of(model.config()), checkpoint.config());
        assertEquals(Optional.of(VOCABULARY), checkpoint.vocabulary());
        LanguageModel read = LanguageModel.create(model.config(), ENGINE, 0);
        checkpoint.loadInto(read);
        for (Parameter parameter : read.parameters().list()) {
            assertArrayEquals(ours(parameter.name()), ENGINE.toFloats(parameter.value()), parameter.name());
        }
    }

    @Test
    void whatAnotherProgramSavedAgainIsReadByItsConfigAndTokenizer() {
        forget();
        Checkpoint checkpoint = Checkpoint.read(folder);
        requireModel(checkpoint);
        assertEquals(Map.of(), checkpoint.training());
        assertEquals("Hugging Face folder of another program", checkpoint.format());
    }

    @Test
    void theBuffersOfOlderLibrariesAreNoParameters() {
        List<NamedTensor> tensors = new ArrayList<>(written().values());
        tensors.add(new NamedTensor("transformer.h.0.attn.bias", new long[] {1, 1, 2, 2}, new float[] {1, 0, 1, 1}));
        tensors.add(new NamedTensor("transformer.h.0.attn.masked_bias", new long[] {}, new float[] {-1e4f}));
        Safetensors.write(folder.resolve("model.safetensors"), Map.of("format", "pt"), tensors);
        requireModel(Checkpoint.read(folder));
    }

    @Test
    void withoutATokenizerTheCorpusHasToGiveTheCharacters() throws IOException {
        forget();
        Files.delete(folder.resolve("tokenizer.json"));
        assertEquals(Optional.empty(), Checkpoint.read(folder).vocabulary());
    }

    @Test
    void theConfigSaysWhatTheDecoderComputes() throws IOException {
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("charlm_format", 1);
        expected.put("model_type", "gpt2");
        expected.put("architectures", List.of("GPT2LMHeadModel"));
        expected.put("vocab_size", 18);
        expected.put("n_positions", 8);
        expected.put("n_embd", 6);
        expected.put("n_layer", 2);
        expected.put("n_head", 3);
        expected.put("n_inner", 24);
        expected.put("activation_function", "gelu");
        expected.put("tie_word_embeddings", false);
        expected.put("layer_norm_epsilon", 1e-5);
        expected.put("scale_attn_weights", true);
        expected.put("scale_attn_by_inverse_layer_idx", false);
        expected.put("add_cross_attention", false);
        expected.put("attn_pdrop", 0.25);
        expected.put("embd_pdrop", 0.25);
        expected.put("resid_pdrop", 0.25);
        expected.put("bos_token_id", null);
        expected.put("eos_token_id", 1);
        expected.put("pad_token_id", 0);
        assertEquals(expected, json("config.json"));
    }

    @Test
    void theTokenizerGivesEachCharacterItsIdAndChangesNoText() throws IOException {
        Map<String, Object> tokenizer = json("tokenizer.json");
        Map<?, ?> bpe = (Map<?, ?>) tokenizer.get("model");
        assertEquals("BPE", bpe.get("type"));
        assertEquals(List.of(), bpe.get("merges"));
        Map<?, ?> ids = (Map<?, ?>) bpe.get("vocab");
        assertEquals(VOCABULARY.size(), ids.size());
        for (int id = 0; id < VOCABULARY.size(); id++) {
            assertEquals(id, ids.get(VOCABULARY.decode(id)), VOCABULARY.decode(id));
        }
        for (String step : List.of("normalizer", "pre_tokenizer", "post_processor", "truncation", "padding")) {
            assertTrue(tokenizer.containsKey(step) && tokenizer.get(step) == null, step);
        }
        assertEquals(Map.of("type", "Fuse"), tokenizer.get("decoder"));
        List<?> special = (List<?>) tokenizer.get("added_tokens");
        assertEquals(2, special.size());
        for (int id = 0; id < special.size(); id++) {
            Map<?, ?> token = (Map<?, ?>) special.get(id);
            assertEquals(id, token.get("id"));
            assertEquals(VOCABULARY.decode(id), token.get("content"));
            assertEquals(true, token.get("special"));
        }
        assertEquals("PreTrainedTokenizerFast", json("tokenizer_config.json").get("tokenizer_class"));
        assertEquals(1, json("generation_config.json").get("eos_token_id"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "model_type|\"llama\"|model_type is llama, charlm computes gpt2",
                "activation_function|\"gelu_new\"|activation_function is gelu_new, charlm computes gelu",
                "tie_word_embeddings|true|tie_word_embeddings is true, charlm computes false",
                "layer_norm_epsilon|1e-6|layer_norm_epsilon is 1.0E-6, charlm computes 1.0E-5",
                "scale_attn_weights|false|scale_attn_weights is false, charlm computes true",
                "scale_attn_by_inverse_layer_idx|true|scale_attn_by_inverse_layer_idx is true, charlm computes false",
                "add_cross_attention|true|add_cross_attention is true, charlm computes false",
                "n_inner|12|n_inner is 12, charlm computes 24",
                "n_head|\"3\"|n_head is 3, charlm needs a whole number",
                "n_positions|4|block_size must be at least 5, got 4",
                "n_head|4|embed_dim must be a positive multiple of num_heads, got 6 and 4",
                "vocab_size|17|vocab_size is 17, its tokenizer has 18 characters"
            })
    void aConfigThatTheDecoderCannotComputeIsRefusedWithTheDifference(String name, String value, String difference)
            throws IOException {
        forget();
        change("config.json", name, JSON.std.anyFrom(value));
        requireParts(problem(), folder + ": is no model of charlm's kind: ", difference);
    }

    @Test
    void allDifferencesOfAStrangersGptTwoAreNamedAtOnce() throws IOException {
        forget();
        Map<String, Object> config = json("config.json");
        List.of("activation_function", "tie_word_embeddings", "n_inner").forEach(config::remove); // as OpenAI's
        Files.writeString(folder.resolve("config.json"), JSON.std.asString(config));
        change("tokenizer.json", "model.merges", List.of("a b", "b c"));
        change("tokenizer.json", "pre_tokenizer", Map.of("type", "ByteLevel"));
        requireParts(
                problem(),
                "activation_function is gelu_new",
                "tie_word_embeddings is true",
                "its tokenizer is a BPE of 2 merges, charlm reads single characters",
                "its pre_tokenizer is a ByteLevel");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "model.type|\"WordPiece\"|its tokenizer is a WordPiece of 0 merges",
                "normalizer|{\"type\":\"Lowercase\"}|its normalizer is a Lowercase, charlm reads the text as it is",
                "post_processor|{\"special_tokens\":{\"x\":{}}}|its post_processor adds tokens to a text",
                "added_tokens|[{\"id\":18,\"content\":\"<pad>\"}]|it adds the token '<pad>' to its characters",
                "model.vocab|{\"\u25a1\":0,\"\u2047\":1,\"ab\":2}|its vocabulary has 'ab', charlm reads single characters",
                "model.vocab|{\"\u25a1\":0,\"\u2047\":1,\"a\":3}|its vocabulary lacks the id 2",
                "model.vocab|{\"a\":0,\"\u2047\":1,\"\u25a1\":2}|a vocabulary must begin with",
                "model.vocab|{\"\u25a1\":0,\"\u2047\":1,\"b\":2,\"a\":3}|the vocabulary must ascend",
                "model|null|its tokenizer is a null, charlm reads single characters"
            })
    void aTokenizerOfAnythingButCharactersIsRefusedWithTheDifference(String name, String value, String difference)
            throws IOException {
        forget();
        change("tokenizer.json", name, JSON.std.anyFrom(value));
        requireParts(problem(), difference);
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "tokenizer.json"})
    void aFolderWhoseTextsDoNotBelongToItsTensorsIsRefused(String file) throws IOException {
        if (file.equals("config.json")) {
            change(file, "n_head", 2);
        } else {
            String text = Files.readString(folder.resolve(file));
            Files.writeString(folder.resolve(file), text.replace("\"a\"", "\"`\""));
        }
        requireParts(problem(), "its config.json or tokenizer.json has been changed", "convert the checkpoint again");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "config.json|[]|config.json: is no JSON object",
                "config.json|{|config.json: is not valid JSON",
                "tokenizer.json|x|tokenizer.json: is not valid JSON"
            })
    void aDamagedTextIsNamed(String file, String text, String problem) throws IOException {
        Files.writeString(folder.resolve(file), text);
        requireParts(problem(), problem);
    }

    @Test
    void aFolderWithoutAConfigOrWithoutTensorsIsNoModel() throws IOException {
        Files.delete(folder.resolve("model.safetensors"));
        requireParts(problem(), "has no model.safetensors; save the model in one such file");
        Files.delete(folder.resolve("config.json"));
        requireParts(problem(), "is a folder without config.json");
    }

    @Test
    void aConfigThatTheTensorsContradictIsRefused() throws IOException {
        forget();
        change("config.json", "n_layer", 3);
        Checkpoint checkpoint = Checkpoint.read(folder);
        RequestedShape untyped = RequestedShape.of(Variant.VANILLA);
        String problem = assertThrows(
                        CheckpointException.class,
                        () -> ConfigResolver.resolve(checkpoint, untyped, OptionalInt.empty()))
                .getMessage();
        requireParts(problem, "its config.json says vanilla of block size 8, 3 layers", "are those of vanilla");
    }

    @Test
    void aLayoutOfALaterProgramIsRefused() {
        Map<String, String> metadata = new LinkedHashMap<>(
                Safetensors.read(folder.resolve("model.safetensors")).metadata());
        metadata.put(HuggingFaceFolder.LAYOUT_KEY, "gpt9");
        Safetensors.write(
                folder.resolve("model.safetensors"),
                metadata,
                new ArrayList<>(written().values()));
        requireParts(problem(), "has the layout gpt9, this program reads gpt2");
    }

    @Test
    void aFusedTensorOfAnotherFormIsRefused() {
        Map<String, NamedTensor> tensors = written();
        String name = "transformer.h.0.attn.c_attn.bias";
        tensors.put(name, new NamedTensor(name, new long[] {4}, new float[4]));
        Safetensors.write(
                folder.resolve("model.safetensors"), Map.of("format", "pt"), new ArrayList<>(tensors.values()));
        requireParts(problem(), "tensor " + name + " is (4), which is no query, key and value side by side");
    }

    @Test
    void digestsAreThoseOfTheSameModelInCharlmsOwnFile() {
        Path own = temporary.resolve("own.params");
        Checkpoint.write(own, model, VOCABULARY, TRAINING, "test");
        assertEquals(InspectReport.digests(own), InspectReport.digests(folder));
        assertTrue(InspectReport.lines(folder).contains("format: charlm Hugging Face folder, format 1"));
    }

    @Test
    void aPerceiverIsNoGptTwo() {
        LanguageModel perceiver = LanguageModel.create(
                TinyModels.config(Variant.PERCEIVER, VOCABULARY.size(), BLOCK, 3, 3, WIDTH, 4), ENGINE, 0);
        Path other = temporary.resolve("other");
        String problem = assertThrows(
                        CheckpointException.class,
                        () -> Checkpoint.writeFolder(other, perceiver, VOCABULARY, TRAINING, "test", ""))
                .getMessage();
        requireParts(problem, "holds a perceiver", "write .safetensors or .pt");
        assertTrue(Files.notExists(other));
    }
}
