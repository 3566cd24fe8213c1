package charlm.report.html;

import charlm.checkpoint.StoredModel;
import charlm.eval.Answer;
import charlm.eval.QuestionAnswerer;
import charlm.nn.AttentionMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks into a model while it answers a question: the probability of each character, and the attention. */
final class Probe {
    private static final int MAX_TOKENS = 160; // a map grows with the square
    private static final int LEVELS = 255;

    /** An {@link AttentionMap} with a byte for each weight. */
    record Levels(String name, int heads, int queries, int keys, String weights) {}

    private final StoredModel stored;
    private final QuestionAnswerer answerer;

    Probe(StoredModel stored) {
        this.stored = stored;
        answerer = new QuestionAnswerer(stored.model(), stored.vocabulary());
    }

    /** Returns what to tell about {@code question}: characters that the model does not see. */
    List<String> remarks(String question) {
        return answerer.remarks(question, 0, false);
    }

    /** Returns what the report shows of one question; the truth is null where it is unknown. */
    Map<String, Object> look(String question, String truth) {
        Answer answer = answerer.ask(question);
        int[] transcript = answer.transcript();
        int longest = Math.min(MAX_TOKENS, stored.model().config().blockSize());
        int[] read = Arrays.copyOfRange(transcript, Math.max(0, transcript.length - longest), transcript.length);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("question", question);
        fields.put("truth", truth);
        fields.put("answer", answer.text());
        fields.put("probability", answer.probability());
        fields.put("steps", answer.steps().stream().map(Probe::step).toList());
        fields.put(
                "tokens",
                Arrays.stream(read).mapToObj(stored.vocabulary()::decode).toList());
        fields.put(
                "maps",
                stored.model().attentionMaps(read).stream().map(Probe::map).toList());
        return fields;
    }

    private static List<Object> step(Answer.Step step) {
        List<Object> fields = new ArrayList<>(List.of(step.symbol(), step.probability()));
        step.likeliest().forEach(likely -> fields.add(List.of(likely.text(), likely.probability())));
        return fields;
    }

    private static Levels map(AttentionMap map) {
        byte[] levels = new byte[map.weights().length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (byte) Math.round(map.weights()[i] * LEVELS);
        }
        String weights = Base64.getEncoder().encodeToString(levels);
        return new Levels(map.name(), map.heads(), map.queries(), map.keys(), weights);
    }
}
