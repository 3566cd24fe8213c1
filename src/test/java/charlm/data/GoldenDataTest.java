package charlm.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import charlm.golden.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

/** Both data sets give the reference's pairs, to the character. */
final class GoldenDataTest {
    @TempDir
    private Path folder;

    @Test
    void corruptionOfEveryGoldenDocumentMatches() throws IOException {
        List<Map<String, Object>> cases = lines("/golden/span-corruption.jsonl");
        assertEquals(72, cases.size());
        for (Map<String, Object> golden : cases) {
            Vocabulary vocabulary = Vocabulary.ofCodePoints(
                    text(golden, "document").codePoints().toArray());
            Span span = new Span(
                    number(golden, "truncated_len"), number(golden, "masked_len"), number(golden, "masked_index"));
            int blockSize = number(golden, "block_size");
            Example example = SpanCorruptionDataset.corrupt(vocabulary.encode(text(golden, "document")), span);
            assertEquals(text(golden, "x"), vocabulary.decode(Arrays.copyOf(example.ids(), blockSize)));
            assertEquals(text(golden, "y"), vocabulary.decode(Arrays.copyOf(example.targets(), blockSize)));
            assertEquals(0, example.firstScored());
        }
    }

    @Test
    void numbersAreDrawnFromTheReferencesRanges() throws IOException {
        for (Map<String, Object> golden : lines("/golden/span-corruption.jsonl")) {
            int n = number(golden, "truncated_len");
            assertEquals(
                    List.of(4, Span.maxPrefix(number(golden, "block_size")) + 1), golden.get("truncated_len_range"));
            assertEquals(List.of(1, Span.maxMasked(n) + 1), golden.get("masked_len_range"));
            assertEquals(List.of(0, Span.maxStart(n) + 1), golden.get("masked_index_range"));
        }
    }

    @Test
    void questionsAndPlacesMatchAsTextAndAsIds() throws IOException {
        Vocabulary wiki = Vocabulary.ofSymbols(Files.readString(Golden.resource("/data/wiki-symbols.txt")));
        List<Map<String, Object>> cases = lines("/golden/name-place.jsonl");
        assertEquals(12, cases.size());
        for (Map<String, Object> golden : cases) {
            Path file = Files.writeString(folder.resolve("questions.tsv"), text(golden, "line"));
            Example example = NamePlaceDataset.read(file, false, wiki, 128).example(0, 0);
            int[] x = Arrays.copyOf(example.ids(), 127);
            int[] y = Arrays.copyOf(example.targets(), 127);
            assertEquals(text(golden, "x"), wiki.decode(x));
            assertEquals(text(golden, "y"), wiki.decode(y));
            assertArrayEquals(ids(golden, "x_ids"), x);
            assertArrayEquals(ids(golden, "y_ids"), y);
        }
    }

    private static List<Map<String, Object>> lines(String resource) throws IOException {
        return Files.readAllLines(Golden.resource(resource)).stream()
                .map(line -> JSON.std.mapFrom(line))
                .toList();
    }

    private static String text(Map<String, Object> golden, String key) {
        return (String) golden.get(key);
    }

    private static int number(Map<String, Object> golden, String key) {
        return (Integer) golden.get(key);
    }

    private static int[] ids(Map<String, Object> golden, String key) {
        return ((List<?>) golden.get(key)).stream().mapToInt(id -> (Integer) id).toArray();
    }
}
