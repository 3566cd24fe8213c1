package charlm.eval;

import charlm.model.LanguageModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds the most probable answers: keeps the best few beginnings and lengthens each by every character. */
final class BeamSearch {
    private static final int WIDTH = 8;

    private final LanguageModel model;

    BeamSearch(LanguageModel model) {
        this.model = model;
    }

    /** A prompt with the beginning of an answer, or with a whole one. */
    record Beam(TokenSequence tokens, double probability) {
        boolean grows() {
            return tokens.hasRoom() && !QuestionFormat.isAnswered(tokens);
        }
    }

    /** Returns up to eight answers to {@code prompt}, the most probable first. */
    List<Beam> search(int[] prompt) {
        List<Beam> beams = List.of(new Beam(new TokenSequence(0, prompt, PlaceEvaluator.GENERATED_CHARACTERS), 1));
        while (beams.stream().anyMatch(Beam::grows)) {
            beams = lengthen(beams);
        }
        return beams;
    }

    private List<Beam> lengthen(List<Beam> beams) {
        List<Beam> candidates = new ArrayList<>(beams);
        candidates.removeIf(Beam::grows);
        List<Beam> growing = beams.stream().filter(Beam::grows).toList();
        double[][] probabilities = NextTokens.probabilities(
                model, growing.stream().map(beam -> beam.tokens().ids()).toList());
        for (int i = 0; i < probabilities.length; i++) {
            Beam beam = growing.get(i);
            for (int id = 0; id < probabilities[i].length; id++) {
                candidates.add(new Beam(beam.tokens().with(id), beam.probability() * probabilities[i][id]));
            }
        }
        candidates.sort(Comparator.comparingDouble(Beam::probability).reversed());
        return candidates.subList(0, Math.min(WIDTH, candidates.size()));
    }
}
