package charlm.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/** A JSON object of unknown origin: what is missing, or of another kind than expected, is empty. */
public record JsonObject(Map<?, ?> fields) {
    /** Parses one object; empty for anything else. */
    public static Optional<JsonObject> parse(String json) {
        try {
            return JSON.std.anyFrom(json) instanceof Map<?, ?> fields
                    ? Optional.of(new JsonObject(fields))
                    : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    public Optional<String> text(String name) {
        return fields.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    public Optional<Number> number(String name) {
        return fields.get(name) instanceof Number number ? Optional.of(number) : Optional.empty();
    }

    /** Returns an object, an empty one where there is none. */
    JsonObject object(String name) {
        return new JsonObject(fields.get(name) instanceof Map<?, ?> inner ? inner : Map.of());
    }

    /** Returns the objects of a list, none where there is no list. */
    List<JsonObject> objects(String name) {
        return fields.get(name) instanceof List<?> list
                ? list.stream()
                        .filter(Map.class::isInstance)
                        .map(item -> new JsonObject((Map<?, ?>) item))
                        .toList()
                : List.of();
    }

    /** Returns all values as texts, in their order. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        fields.forEach((name, value) -> texts.put(String.valueOf(name), String.valueOf(value)));
        return texts;
    }

    /** Returns the texts of a list, none where there is no list. */
    List<String> list(String name) {
        return fields.get(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
