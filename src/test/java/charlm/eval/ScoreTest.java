package charlm.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import charlm.data.QuestionFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScoreTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "112, 500, Correct: 112.0 out of 500.0: 22.4%",
        "25, 500, Correct: 25.0 out of 500.0: 5.0%",
        "0, 7, Correct: 0.0 out of 7.0: 0.0%",
        "7, 7, Correct: 7.0 out of 7.0: 100.0%",
        "1, 3, Correct: 1.0 out of 3.0: 33.33%",
        "2, 3, Correct: 2.0 out of 3.0: 66.67%",
        "1, 8, Correct: 1.0 out of 8.0: 12.5%",
        "1, 100000, Correct: 1.0 out of 100000.0: 0.0%",
    })
    void theWordingIsTheReferencesWithAtMostTwoDecimals(int correct, int total, String wording) {
        assertEquals(wording, new Score(correct, total).describe());
    }

    @Test
    void theWordingIsTheSameInEveryCountry() {
        Locale usual = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertEquals("Correct: 1.0 out of 3.0: 33.33%", new Score(1, 3).describe());
        } finally {
            Locale.setDefault(usual);
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, 3", "4, 3", "0, 0"})
    void aScoreThatCannotBeIsRefused(int correct, int total) {
        assertThrows(IllegalArgumentException.class, () -> new Score(correct, total));
        assertEquals(100, new Score(1, 1).percent());
    }

    @Test
    void theBaselineCountsItsPlaceExactly() throws IOException {
        Path file = Files.writeString(folder.resolve("a.tsv"), "a\tLondon\nb\tlondon\nc\tLondon, UK\nd\tLondon\n");
        assertEquals(new Score(2, 4), ConstantBaseline.score(QuestionFile.read(file), "London"));
        assertEquals(new Score(0, 4), ConstantBaseline.score(QuestionFile.read(file), "Oslo"));
    }

    @Test
    void onlyPredictionsThatEqualTheirPlaceCount() {
        List<String> places = List.of("London", "Paris", "Rome", "Oslo");
        assertEquals(new Score(4, 4), Score.of(places, places));
        assertEquals(new Score(1, 4), Score.of(List.of("London ", "paris", "", "Oslo"), places));
        assertEquals(new Score(0, 4), Score.of(List.of("Paris", "Rome", "Oslo", "London"), places));
        assertThrows(IllegalArgumentException.class, () -> Score.of(places.subList(0, 3), places));
    }

    @Test
    void theBaselineTakesTheMostFrequentPlaceAndTheFirstInTheAlphabetAmongEquals() {
        assertEquals("Rome", ConstantBaseline.mostFrequent(List.of("Oslo", "Rome", "Bern", "Rome")));
        assertEquals("Bern", ConstantBaseline.mostFrequent(List.of("Rome", "Bern", "Oslo", "Rome", "Bern")));
    }
}
