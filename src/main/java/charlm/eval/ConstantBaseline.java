package charlm.eval;

import charlm.data.QuestionFile;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Answers every question with one place: what a model has to beat. */
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
        Map<String, Integer> counts = new TreeMap<>();
        places.forEach(place -> counts.merge(place, 1, Integer::sum));
        int most = counts.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
        return counts.keySet().stream()
                .filter(place -> counts.get(place) == most)
                .findFirst()
                .orElseThrow();
    }
}
