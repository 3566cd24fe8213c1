package charlm.checkpoint;

import charlm.model.ModelConfig;
import charlm.model.Variant;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/** A model's shape, and other small maps, as the JSON in a file's metadata. */
final class ConfigCodec {
    private static final int MAX_CHARACTERS = 1 << 20;

    private ConfigCodec() {}

    static String encode(ModelConfig config) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("variant", config.variant().label());
        fields.put("vocab_size", config.vocabSize());
        fields.put("block_size", config.blockSize());
        fields.put("num_layers", config.numLayers());
        fields.put("num_heads", config.numHeads());
        fields.put("embed_dim", config.embedDim());
        fields.put("bottleneck_dim", config.bottleneckDim());
        return JSON.std.asString(fields);
    }

    static ModelConfig decode(Path file, String json) {
        Map<String, Object> fields = map(file, "charlm.config", json);
        try {
            return new ModelConfig(
                    Variant.of(String.valueOf(fields.get("variant"))),
                    number(fields, "vocab_size"),
                    number(fields, "block_size"),
                    number(fields, "num_layers"),
                    number(fields, "num_heads"),
                    number(fields, "embed_dim"),
                    number(fields, "bottleneck_dim"));
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(file, "its charlm.config is wrong: " + e.getMessage(), e);
        }
    }

    private static int number(Map<String, Object> fields, String name) {
        if (fields.get(name) instanceof Integer value) {
            return value;
        }
        throw new IllegalArgumentException(name + " is " + fields.get(name));
    }

    static Map<String, String> decodeStrings(Path file, String key, String json) {
        Map<String, String> strings = new LinkedHashMap<>();
        map(file, key, json).forEach((name, value) -> strings.put(name, String.valueOf(value)));
        return strings;
    }

    private static Map<String, Object> map(Path file, String key, String json) {
        if (json.length() > MAX_CHARACTERS) {
            throw new CheckpointException(file, "its " + key + " has " + json.length() + " characters, too many");
        }
        Map<String, Object> fields;
        try {
            fields = JSON.std.mapFrom(json);
        } catch (JacksonException e) {
            throw new CheckpointException(file, "its " + key + " is not valid JSON", e);
        }
        if (fields == null) { // what the parser makes of the JSON word null
            throw new CheckpointException(file, "its " + key + " is null");
        }
        return fields;
    }
}
