package charlm.data.augmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AskableSpansTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Ann Lee met Bob in Old York on 3 May | Ann Lee, Bob, Old York, 3, May",
                "Ann, Bob and 4 7 Lees | Ann, Bob, 4, 7, Lees",
                "Ann Lee. Ann met Bob Lee | Bob", // what the title says gives an answer away
                "nobody was there | ''",
            })
    void namesThatStandTogetherAreOneSpanAndNumbersAreAlone(String text, String spans) {
        Document document = Document.of(text.codePoints().toArray());
        AskableSpans askable = new AskableSpans(document, new WordCase());
        List<String> found = askable.salient().stream()
                .map(span -> document.string(askable.range(span)))
                .toList();
        assertEquals(spans, String.join(", ", found));
    }
}
