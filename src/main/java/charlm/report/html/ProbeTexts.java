package charlm.report.html;

import charlm.data.Corpus;
import charlm.data.QuestionFile;
import charlm.report.html.ReportRun.Selection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Chooses what to look into a model with. */
record ProbeTexts(Selection selection, Optional<QuestionFile> questions, Optional<List<String>> predictions) {
    private static final int LONGEST_BEGINNING = 32; // characters; room is left for what the model makes of it

    /** Returns the beginnings of the first {@code count} documents, at most half of each and half a block. */
    static List<String> beginnings(Corpus corpus, int blockSize, int count) {
        int longest = Math.min(LONGEST_BEGINNING, blockSize / 2);
        List<String> beginnings = new ArrayList<>();
        for (int i = 0; i < corpus.documents() && beginnings.size() < count; i++) {
            String document = corpus.document(i);
            int half = document.codePointCount(0, document.length()) / 2; // something is left to be said
            if (half > 0) {
                beginnings.add(document.substring(0, document.offsetByCodePoints(0, Math.min(longest, half))));
            }
        }
        return beginnings;
    }

    /** Returns the questions to look into with their truths: those asked for, then right and wrong ones by turns. */
    Map<String, String> chosen() {
        Map<String, String> truths = new LinkedHashMap<>();
        Set<Integer> right = new LinkedHashSet<>();
        Set<Integer> wrong = new LinkedHashSet<>();
        questions.ifPresent(file -> {
            for (int i = 0; i < file.size(); i++) {
                String truth = file.hasPlaces() ? file.place(i) : null;
                truths.putIfAbsent(file.question(i), truth);
                boolean isRight =
                        predictions.isPresent() && predictions.get().get(i).equals(truth);
                (isRight ? right : wrong).add(i);
            }
        });
        Map<String, String> chosen = new LinkedHashMap<>();
        selection.questions().forEach(question -> chosen.put(question, truths.get(question)));
        List<Integer> others = alternate(right, wrong);
        for (int i = 0; i < others.size() && chosen.size() < selection.count(); i++) {
            String question = questions.orElseThrow().question(others.get(i));
            chosen.putIfAbsent(question, truths.get(question));
        }
        return chosen;
    }

    private static List<Integer> alternate(Set<Integer> first, Set<Integer> second) {
        List<Integer> a = List.copyOf(first);
        List<Integer> b = List.copyOf(second);
        List<Integer> merged = new ArrayList<>();
        for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
            if (i < a.size()) {
                merged.add(a.get(i));
            }
            if (i < b.size()) {
                merged.add(b.get(i));
            }
        }
        return merged;
    }
}
