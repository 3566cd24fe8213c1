package charlm.eval;

import charlm.data.QuestionFile;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Answers every question with one place: the score that a model has to beat. */
public final class ConstantBaseline {
    private ConstantBaseline() {}

    /** Returns the score of answering {@code place} to everything; the file must have places. */
    public static Score score(QuestionFile questions, String place) {
        return score(questions.places(), place);
    }

    /** Returns the score of answering {@code place} where {@code places} are right. */
    public static Score score(List<String> places, String place) {
        return Score.of(Collections.nCopies(places.size(), place), places);
    }

    /** Returns the most frequent of {@code places}, the first in the alphabet among equals. */
    public static String mostFrequent(List<String> places) {
        Map<String, Long> counts = places.stream()
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        return Collections.max(counts.entrySet(), Map.Entry.comparingByValue()).getKey(); // the first of equals
    }
}
