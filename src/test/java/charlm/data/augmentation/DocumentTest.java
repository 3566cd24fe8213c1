package charlm.data.augmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DocumentTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Ada Byron. Byron wrote .|Ada Byron",
                "Ada M. Byron. She wrote .|Ada M. Byron",
                "Ada Byron Jr. Ada Byron Jr is a writer .|Ada Byron Jr",
                "Wang He. Wang He is a sailor .|Wang He",
                "no title here|''",
                "Ends here.|''",
                "Ada Jr. Byron. She wrote .|Ada Jr. Byron",
                "Wang He. Wang He|Wang He",
                "Wang He. Wang|''",
                ". Ada Byron. She wrote .|. Ada Byron",
                "A title of forty-eight characters, which is most. It fits .|A title of forty-eight characters, which is most",
                "A title of forty-nine characters, one more than 8. It fits not .|''",
            })
    void aTitleEndsAtAFullStopThatEndsNoInitial(String text, String title) {
        Document document = Document.of(text.codePoints().toArray());
        int[] found = document.title();
        assertEquals(title, new String(found, 0, found.length));
        assertEquals(title.isEmpty() ? 0 : title.length() + 2, document.bodyStart());
    }

    @Test
    void wordsAreThoseOfTheBodyWithoutThePunctuationAroundThem() {
        Document document = Document.of(
                "Ada. (born 3 May 1815 -- ``New York'', O'Hara .)".codePoints().toArray());
        assertEquals(
                "[born, 3, May, 1815, New, York, O'Hara]",
                document.words().stream().map(document::string).toList().toString());
    }

    @Test
    void aWordIsSalientWhereTheCorpusWritesItWithACapital() {
        WordCase wordCase = new WordCase();
        for (String word : "Born born born Paris Paris".split(" ")) {
            wordCase.see(word);
        }
        assertFalse(wordCase.isSalient("Born"));
        assertFalse(wordCase.isSalient("writer"));
        assertTrue(wordCase.isSalient("Paris"));
        assertTrue(wordCase.isSalient("Unseen"));
        assertTrue(wordCase.isSalient("1815"));
    }
}
