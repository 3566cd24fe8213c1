package charlm.data;

import charlm.golden.Golden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import tools.jackson.jr.ob.JSON;

/** The JSON files of src/test/resources/golden (described in its README). */
final class GoldenLines {
    private GoldenLines() {}

    static List<Map<String, Object>> of(String name) {
        return text(name).lines().map(GoldenLines::object).toList();
    }

    /** Returns the vocabulary of the corpus that the reference's experiments use. */
    static Vocabulary wikiVocabulary() {
        return Vocabulary.ofSymbols((String) object(text("wiki-vocabulary.json")).get("symbols"));
    }

    static int[] numbers(Object list) {
        return ((List<?>) list).stream().mapToInt(number -> (Integer) number).toArray();
    }

    private static Map<String, Object> object(String json) {
        return JSON.std.mapFrom(json);
    }

    private static String text(String name) {
        try {
            return Files.readString(Golden.resource("/golden/" + name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
