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

/** Looks into a model while it answers a question: how sure it is of each character, and what it attends to. */
final class Probe {
    private static final int MAX_TOKENS = 160; // a map grows with the square
    private static final int LEVELS = 255;

    private final StoredModel stored;
    private final QuestionAnswerer interviewer;

    Probe(StoredModel stored) {
        this.stored = stored;
        interviewer = new QuestionAnswerer(stored.model(), stored.vocabulary());
    }

    /** Returns what the report shows of one question; truth is null where it is not known. */
    Map<String, Object> look(String question, String truth) {
        Answer answer = interviewer.ask(question);
        int[] transcript = answer.transcript();
        int longest = Math.min(MAX_TOKENS, stored.model().config().blockSize());
        int[] read = Arrays.copyOfRange(transcript, Math.max(0, transcript.length - longest), transcript.length);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("question", question);
        fields.put("truth", truth);
        fields.put("answer", answer.text());
        fields.put("probability", answer.probability());
        fields.put("steps", answer.steps().stream().map(Probe::step).toList());
        List<String> tokens = new ArrayList<>();
        for (int id : read) {
            tokens.add(stored.vocabulary().decode(id));
        }
        fields.put("tokens", tokens);
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

    private static Map<String, Object> map(AttentionMap map) {
        byte[] levels = new byte[map.weights().length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (byte) Math.round(map.weights()[i] * LEVELS);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", map.name());
        fields.put("heads", map.heads());
        fields.put("queries", map.queries());
        fields.put("keys", map.keys());
        fields.put("weights", Base64.getEncoder().encodeToString(levels));
        return fields;
    }
}
