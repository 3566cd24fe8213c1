package charlm.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/** A JSON object of unknown origin: a field that is missing, or of another kind than expected, is empty. */
public record JsonObject(Map<?, ?> fields) {
    /** A number as Java writes it, or a truth value. A hash never matches: it is longer, and its letters are small. */
    private static final Pattern TYPED = Pattern.compile("-?(0|[1-9]\\d{0,17})(\\.\\d+(E-?\\d+)?)?|true|false");

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

    /** Returns the same values, in their order, with a number for each text of one; versions stay texts. */
    public static Map<String, Object> typed(Map<?, ?> values) {
        Map<String, Object> typed = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            String name = String.valueOf(key);
            boolean isTyped =
                    value instanceof String text && TYPED.matcher(text).matches() && !name.endsWith("_version");
            typed.put(name, isTyped ? JSON.std.anyFrom(value) : value);
        });
        return typed;
    }

    public Optional<String> text(String name) {
        return fields.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    String textOrEmpty(String name) {
        return text(name).orElse("");
    }

    public Optional<Number> number(String name) {
        return fields.get(name) instanceof Number number ? Optional.of(number) : Optional.empty();
    }

    OptionalInt integer(String name) {
        return number(name).stream().mapToInt(Number::intValue).findFirst();
    }

    /** Returns an object, an empty one where there is none. */
    JsonObject object(String name) {
        return new JsonObject(fields.get(name) instanceof Map<?, ?> inner ? inner : Map.of());
    }

    /** Returns the objects of a list, none where there is no list. */
    List<JsonObject> objects(String name) {
        return list(name).stream()
                .filter(Map.class::isInstance)
                .map(item -> new JsonObject((Map<?, ?>) item))
                .toList();
    }

    /** Returns the items of a list as texts, none where there is no list. */
    List<String> texts(String name) {
        return list(name).stream().map(String::valueOf).toList();
    }

    private List<?> list(String name) {
        return fields.get(name) instanceof List<?> list ? list : List.of();
    }

    /** Returns all values, in their order; texts of numbers as numbers. */
    Map<String, Object> values() {
        return typed(fields);
    }
}
