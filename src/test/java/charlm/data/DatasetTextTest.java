package charlm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatasetTextTest {
    private static final Vocabulary VOCABULARY =
            Vocabulary.ofCodePoints("\nABMWeho? ".codePoints().toArray());

    @TempDir
    private Path folder;

    @Test
    void aPairIsTwoLinesWithItsPadding() throws IOException {
        Path file = Files.writeString(folder.resolve("a.tsv"), "Who?\tMe\n");
        List<String> lines = DatasetText.lines(NamePlaceDataset.read(file, false, VOCABULARY, 10), VOCABULARY);
        assertEquals(List.of("x: Who?⁇Me⁇□", "y: □□□⁇Me⁇□□"), lines);
    }

    @Test
    void noMoreThanFourPairsAreShown() throws IOException {
        Path file = Files.writeString(folder.resolve("a.tsv"), "Who?\tMe\n".repeat(5));
        assertEquals(
                8,
                DatasetText.lines(NamePlaceDataset.read(file, false, VOCABULARY, 10), VOCABULARY)
                        .size());
    }

    @Test
    void corruptedDocumentsAreShownToo() {
        Corpus corpus = Corpus.of(Path.of("corpus.txt"), "A\n");
        List<String> lines = DatasetText.lines(new SpanCorruptionDataset(corpus, VOCABULARY, 5, 1), VOCABULARY);
        assertEquals(4, lines.size());
        assertTrue(lines.get(0).matches("x: (A⁇⁇□□|⁇⁇A□□)"), lines.get(0));
        assertEquals("x: ⁇⁇□□□", lines.get(2));
        assertEquals("y: ⁇□□□□", lines.get(3));
    }
}
