package charlm.checkpoint;

import charlm.checkpoint.safetensors.CheckpointException;
import charlm.data.Vocabulary;
import charlm.nn.ModelConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.jr.ob.JSON;

/**
 * What a file of charlm says besides its tensors, as texts by key.
 *
 * @param vocabulary empty only in a PyTorch file that was made of a stranger's without its corpus
 * @param training the settings of its training
 */
record CheckpointMetadata(ModelConfig config, Optional<Vocabulary> vocabulary, Map<String, String> training) {
    static final String FORMAT_KEY = "charlm.format";
    static final String CONFIG_KEY = "charlm.config";
    static final String VOCABULARY_KEY = "charlm.vocabulary";
    static final String TRAINING_KEY = "charlm.training";
    static final String VERSION_KEY = "charlm.version";
    static final String FORMAT_VERSION = "1";

    Map<String, String> encode(String programVersion) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(FORMAT_KEY, FORMAT_VERSION);
        texts.put(VERSION_KEY, programVersion);
        texts.put(CONFIG_KEY, ConfigCodec.encode(config));
        vocabulary.ifPresent(known -> texts.put(VOCABULARY_KEY, known.symbols()));
        texts.put(TRAINING_KEY, JSON.std.asString(training));
        return texts;
    }

    /** Returns the metadata of a file of charlm, empty for a stranger's; throws {@link CheckpointException}. */
    static Optional<CheckpointMetadata> decode(Path file, FileFormat format, Map<String, String> texts) {
        String version = texts.get(FORMAT_KEY);
        if (version == null) {
            return Optional.empty();
        }
        if (!version.equals(FORMAT_VERSION)) {
            throw new CheckpointException(
                    file,
                    "has charlm format " + version + ", this program reads format " + FORMAT_VERSION
                            + "; use the charlm that wrote it (" + texts.get(VERSION_KEY) + ")");
        }
        ModelConfig config = ConfigCodec.decode(file, required(file, texts, CONFIG_KEY));
        Optional<Vocabulary> vocabulary =
                format != FileFormat.TORCH_ZIP && format != FileFormat.TORCH_LEGACY || texts.containsKey(VOCABULARY_KEY)
                        ? Optional.of(vocabulary(file, config, required(file, texts, VOCABULARY_KEY)))
                        : Optional.empty();
        Map<String, String> training =
                ConfigCodec.decodeStrings(file, TRAINING_KEY, required(file, texts, TRAINING_KEY));
        return Optional.of(new CheckpointMetadata(config, vocabulary, training));
    }

    private static Vocabulary vocabulary(Path file, ModelConfig config, String symbols) {
        Vocabulary vocabulary;
        try {
            vocabulary = Vocabulary.ofSymbols(symbols);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(file, "its " + VOCABULARY_KEY + " is wrong: " + e.getMessage(), e);
        }
        if (vocabulary.size() != config.vocabSize()) {
            throw new CheckpointException(
                    file,
                    "its vocabulary has " + vocabulary.size() + " symbols, its config says " + config.vocabSize());
        }
        return vocabulary;
    }

    private static String required(Path file, Map<String, String> texts, String key) {
        String value = texts.get(key);
        if (value == null) {
            throw new CheckpointException(file, "lacks " + key + " in its metadata");
        }
        return value;
    }
}
