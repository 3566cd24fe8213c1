package charlm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

final class CorpusFuzzTest {
    private static final int BLOCK_SIZE = 16;
    private static final int EPOCHS = 3;
    private static final String MARK = "\uFEFF";

    @TempDir
    static Path folder;

    @BeforeAll
    static void start() {
        FuzzLog.quieten();
    }

    @FuzzTest(maxDuration = "10m")
    void aCorpusIsReadAsThePlainWayReadsItOrRefused(byte[] input) throws IOException {
        Path file = Files.write(folder.resolve("x"), input);
        Corpus corpus;
        try {
            corpus = Corpus.read(file);
        } catch (InputException e) {
            assertTrue(e.getMessage().startsWith(file + ":"), e.getMessage());
            return;
        }
        requireDocuments(corpus, plainly(input));
        requireExamples(corpus);
    }

    /** Decodes all at once; fails where the bytes are no UTF-8. */
    private static String plainly(byte[] input) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(input))
                .toString();
        String unmarked = text.startsWith(MARK) ? text.substring(1) : text;
        return unmarked.replace("\r\n", "\n").replace('\r', '\n');
    }

    private static void requireDocuments(Corpus corpus, String text) {
        String[] documents = text.split("\n", -1);
        assertEquals(documents.length, corpus.documents());
        for (int i = 0; i < documents.length; i++) {
            assertEquals(documents[i], corpus.document(i));
        }
    }

    private static void requireExamples(Corpus corpus) {
        Vocabulary vocabulary;
        try {
            vocabulary = Vocabulary.of(corpus);
        } catch (InputException e) {
            assertTrue(e.getMessage().contains("is reserved for"), e.getMessage());
            return;
        }
        SpanCorruptionDataset dataset = new SpanCorruptionDataset(corpus, vocabulary, BLOCK_SIZE, 1);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            for (int i = 0; i < dataset.size(); i++) {
                assertTrue(dataset.example(epoch, i).length() <= BLOCK_SIZE);
            }
        }
    }
}
