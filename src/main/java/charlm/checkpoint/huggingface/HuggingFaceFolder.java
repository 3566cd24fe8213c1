package charlm.checkpoint.huggingface;

import charlm.checkpoint.safetensors.CheckpointException;
import charlm.checkpoint.safetensors.NamedTensor;
import charlm.checkpoint.safetensors.Safetensors;
import charlm.data.CodePoints;
import charlm.data.QuestionFile;
import charlm.data.Vocabulary;
import charlm.files.AtomicFile;
import charlm.files.FolderFile;
import charlm.files.ModelFolder;
import charlm.nn.ModelConfig;
import charlm.nn.Variant;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/**
 * A folder that Hugging Face's library opens as a GPT-2, and what it says about its model.
 *
 * @param vocabulary empty where the folder has no tokenizer; the corpus gives it
 */
public record HuggingFaceFolder(ModelConfig config, Optional<Vocabulary> vocabulary) {
    /** The key by which a safetensors file of charlm says that its tensors are GPT-2's. */
    public static final String LAYOUT_KEY = "charlm.layout";

    private static final String LAYOUT = "gpt2";
    private static final String DROPOUT_KEY = "dropout";
    private static final double DEFAULT_DROPOUT = 0.1;
    private static final long MAX_JSON_BYTES = 1 << 26;
    private static final JSON PRETTY =
            JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).with(JSON.Feature.WRITE_NULL_PROPERTIES);

    /** Returns whether the tensors of a file of charlm are those of GPT-2; throws {@link CheckpointException}. */
    public static boolean hasLayout(Path file, Map<String, String> metadata) {
        String layout = metadata.get(LAYOUT_KEY);
        if (layout != null && !layout.equals(LAYOUT)) {
            throw new CheckpointException(
                    file,
                    "has the layout " + layout + ", this program reads " + LAYOUT + "; use the charlm that wrote it");
        }
        return layout != null;
    }

    /** Reads config and tokenizer; throws {@link CheckpointException} that names all that charlm computes otherwise. */
    public static HuggingFaceFolder read(Path path) {
        ModelFolder folder = new ModelFolder(path);
        List<String> problems = new ArrayList<>();
        Optional<ModelConfig> config = GptTwoConfig.read(json(folder.file(FolderFile.CONFIG)), problems);
        Path tokenizer = folder.file(FolderFile.TOKENIZER);
        Optional<Vocabulary> vocabulary =
                Files.exists(tokenizer) ? CharacterTokenizer.read(json(tokenizer), problems) : Optional.empty();
        if (config.isPresent()
                && vocabulary.isPresent()
                && config.get().vocabSize() != vocabulary.get().size()) {
            problems.add("vocab_size is " + config.get().vocabSize() + ", its tokenizer has "
                    + vocabulary.get().size() + " characters");
        }
        if (!problems.isEmpty()) {
            throw new CheckpointException(
                    path,
                    "is no model of charlm's kind: " + CodePoints.printable(String.join("; ", problems))
                            + "; name a folder that charlm convert wrote, or one that was trained on from it");
        }
        return new HuggingFaceFolder(config.orElseThrow(), vocabulary);
    }

    /** Returns the file with the tensors; throws {@link CheckpointException} where it is missing. */
    public static Path weights(Path folder) {
        Path file = new ModelFolder(folder).file(FolderFile.WEIGHTS);
        if (!Files.exists(file)) {
            throw new CheckpointException(
                    folder,
                    "has no " + FolderFile.WEIGHTS.fileName()
                            + "; save the model in one such file: model.save_pretrained(folder, max_shard_size=\"100GB\")");
        }
        return file;
    }

    private static Map<String, Object> json(Path file) {
        try {
            if (Files.size(file) > MAX_JSON_BYTES) {
                throw new CheckpointException(file, "has " + Files.size(file) + " bytes, too many");
            }
            if (JSON.std.anyFrom(Files.readString(file)) instanceof Map<?, ?> read) {
                Map<String, Object> fields = new LinkedHashMap<>();
                read.forEach((name, value) -> fields.put(String.valueOf(name), value));
                return fields;
            }
            throw new CheckpointException(file, "is no JSON object");
        } catch (JacksonException e) {
            throw new CheckpointException(file, "is not valid JSON (" + e.getOriginalMessage() + ")", e);
        } catch (IOException e) {
            throw new CheckpointException(file, "cannot be read (" + e + ")", e);
        }
    }

    /** Throws {@link CheckpointException} that names {@code file} unless GPT-2 is such a model. */
    public static void requireHolds(Path file, ModelConfig config) {
        if (config.variant() != Variant.VANILLA) {
            throw new CheckpointException(
                    file,
                    "holds a " + config.variant() + ", which Hugging Face's GPT-2 cannot: its ends attend across a"
                            + " bottleneck, without a residual; write .safetensors or .pt");
        }
    }

    /**
     * Writes the folder so that no reader sees half of it.
     *
     * @param tensors the parameters under the reference's names
     * @param training the settings of the training
     * @param metadata what makes the folder a checkpoint of charlm
     * @param card for people, in Markdown
     */
    public static void write(
            Path folder,
            ModelConfig config,
            List<NamedTensor> tensors,
            Vocabulary vocabulary,
            Map<String, String> training,
            Map<String, String> metadata,
            String card) {
        requireHolds(folder, config);
        Map<String, String> all = new LinkedHashMap<>(metadata);
        all.put(LAYOUT_KEY, LAYOUT);
        all.put("format", "pt"); // Hugging Face's library asks for it
        Map<FolderFile, AtomicFile.Content> files = new EnumMap<>(FolderFile.class);
        files.put(FolderFile.WEIGHTS, Safetensors.content(all, GptTwoTensors.ofReference(tensors)));
        files.put(FolderFile.TOKENIZER, text(PRETTY.asString(CharacterTokenizer.fields(vocabulary))));
        files.put(FolderFile.TOKENIZER_CONFIG, marked(tokenizerConfig(vocabulary, config)));
        files.put(FolderFile.GENERATION, marked(generation()));
        files.put(FolderFile.CARD, text(card));
        files.put(FolderFile.CONFIG, marked(GptTwoConfig.fields(config, dropout(training))));
        new ModelFolder(folder).write(files);
    }

    private static Map<String, Object> tokenizerConfig(Vocabulary vocabulary, ModelConfig config) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("tokenizer_class", "PreTrainedTokenizerFast"); // GPT-2's own would put byte pairs in its place
        fields.put("pad_token", vocabulary.decode(Vocabulary.PAD_ID));
        fields.put("mask_token", vocabulary.decode(Vocabulary.MASK_ID));
        fields.put("eos_token", vocabulary.decode(Vocabulary.MASK_ID));
        fields.put("clean_up_tokenization_spaces", false);
        fields.put("model_max_length", config.blockSize());
        return fields;
    }

    /** A mask ends an answer, as {@code evaluate} reads it. */
    private static Map<String, Object> generation() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("do_sample", false);
        fields.put("max_new_tokens", QuestionFile.LONGEST_ANSWER);
        fields.put("eos_token_id", Vocabulary.MASK_ID);
        fields.put("pad_token_id", Vocabulary.PAD_ID);
        return fields;
    }

    private static double dropout(Map<String, String> training) {
        try {
            return Double.parseDouble(training.getOrDefault(DROPOUT_KEY, ""));
        } catch (NumberFormatException e) { // converted from a file that does not say
            return DEFAULT_DROPOUT;
        }
    }

    private static AtomicFile.Content marked(Map<String, Object> fields) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put(FolderFile.MARK, 1);
        all.putAll(fields);
        return text(PRETTY.asString(all));
    }

    private static AtomicFile.Content text(String text) {
        byte[] bytes = (text + (text.endsWith("\n") ? "" : "\n")).getBytes(StandardCharsets.UTF_8);
        return channel -> AtomicFile.writeFully(channel, ByteBuffer.wrap(bytes));
    }
}
