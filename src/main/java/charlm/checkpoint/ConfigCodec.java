package charlm.checkpoint;

import charlm.checkpoint.safetensors.CheckpointException;
import charlm.nn.ModelConfig;
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
        return JSON.std.asString(config.fields());
    }

    static ModelConfig decode(Path file, String json) {
        Map<String, Object> fields = map(file, CheckpointMetadata.CONFIG_KEY, json);
        try {
            return ModelConfig.ofFields(fields);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(
                    file, "its " + CheckpointMetadata.CONFIG_KEY + " is wrong: " + e.getMessage(), e);
        }
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
