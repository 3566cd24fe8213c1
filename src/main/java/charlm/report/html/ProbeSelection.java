package charlm.report.html;

import charlm.data.Corpus;
import charlm.data.QuestionFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses the texts that a model is looked into with.
 *
 * @param questions to take in any case
 * @param count of all texts, where {@code questions} are fewer
 */
record ProbeSelection(List<String> questions, int count) {
    private static final int LONGEST_BEGINNING = 32; // characters; the rest of the block is for the model

    boolean isEmpty() {
        return count == 0 && questions.isEmpty();
    }

    /** Returns the beginnings of the first documents, at most half of each and half a block. */
    List<String> beginnings(Corpus corpus, int blockSize) {
        int longest = Math.min(LONGEST_BEGINNING, blockSize / 2);
        List<String> beginnings = new ArrayList<>();
        for (int i = 0; i < corpus.documents() && beginnings.size() < count; i++) {
            String document = corpus.document(i);
            int half = document.codePointCount(0, document.length()) / 2; // the model has something left to say
            if (half > 0) {
                beginnings.add(document.substring(0, document.offsetByCodePoints(0, Math.min(longest, half))));
            }
        }
        return beginnings;
    }

    /** Returns questions with their true answers: {@link #questions}, then correctly and wrongly answered ones in turn. */
    Map<String, String> from(Optional<QuestionFile> file, Optional<List<String>> predictions) {
        Map<String, String> truths = new LinkedHashMap<>();
        List<String> right = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < file.map(QuestionFile::size).orElse(0); i++) {
            String question = file.get().question(i);
            String truth = file.get().hasPlaces() ? file.get().place(i) : null;
            truths.putIfAbsent(question, truth);
            boolean isRight =
                    predictions.isPresent() && predictions.get().get(i).equals(truth);
            (isRight ? right : wrong).add(question);
        }
        Map<String, String> chosen = new LinkedHashMap<>();
        questions.forEach(question -> chosen.put(question, truths.get(question)));
        for (int i = 0; i < Math.max(right.size(), wrong.size()); i++) {
            for (List<String> answered : List.of(right, wrong)) {
                if (i < answered.size() && chosen.size() < count) {
                    chosen.putIfAbsent(answered.get(i), truths.get(answered.get(i)));
                }
            }
        }
        return chosen;
    }
}
