package charlm.eval;

import charlm.data.CodePoints;
import charlm.data.Vocabulary;
import charlm.eval.Answer.Likely;
import charlm.eval.Answer.Step;
import charlm.model.LanguageModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Asks single questions and gives the answers with their probabilities. */
public final class QuestionAnswerer {
    private static final int LIKELIEST_SHOWN = 3;

    private final Generator generator;
    private final LanguageModel model;
    private final QuestionFormat format;

    public QuestionAnswerer(LanguageModel model, Vocabulary vocabulary) {
        generator = new Generator(model, Sampler.GREEDY);
        format = new QuestionFormat(vocabulary);
        this.model = model;
    }

    /** Returns the number of characters of {@code question} outside the vocabulary; they are skipped. */
    public int skippedCharacters(String question) {
        return format.skipped(question);
    }

    /**
     * Returns what to tell about {@code question}, none or a few texts: what the model does not see or has not learnt.
     *
     * @param removed characters that were left out of it before
     * @param droppedUnicode whether the model's finetuning dropped characters that are not ASCII
     */
    public List<String> remarks(String question, int removed, boolean droppedUnicode) {
        int[] prompt = format.prompt(question);
        String read = format.vocabulary().decode(Arrays.copyOf(prompt, prompt.length - 1));
        int notAscii = CodePoints.count(read) - CodePoints.count(CodePoints.ascii(read));
        List<String> remarks = new ArrayList<>();
        remark(remarks, removed + skippedCharacters(question), "unknown to it");
        remark(remarks, prompt.length - model.config().blockSize(), "at the beginning more than its block holds");
        remark(remarks, droppedUnicode ? notAscii : 0, "dropped in its finetuning");
        return remarks;
    }

    private static void remark(List<String> remarks, int characters, String what) {
        if (characters > 0) {
            remarks.add(characters + (characters == 1 ? " character " : " characters ") + what);
        }
    }

    /** Returns the greedy answer, the one that {@link PlaceEvaluator} scores. */
    public Answer ask(String question) {
        int[] prompt = format.prompt(question);
        TokenSequence sequence = generator
                .generate(List.of(prompt), PlaceEvaluator.GENERATED_CHARACTERS, QuestionFormat::isAnswered)
                .get(0);
        int[] ids = sequence.ids();
        List<int[]> contexts = IntStream.range(prompt.length, ids.length)
                .mapToObj(length -> Arrays.copyOf(ids, length))
                .toList();
        double[][] probabilities = NextTokens.probabilities(model, contexts);
        List<Step> steps = new ArrayList<>();
        double product = 1;
        for (int i = 0; i < probabilities.length; i++) {
            int id = ids[prompt.length + i];
            product *= probabilities[i][id];
            steps.add(new Step(format.vocabulary().decode(id), probabilities[i][id], likeliest(probabilities[i])));
        }
        return new Answer(format.answer(sequence), product, steps, ids);
    }

    /** Returns the {@code count} most probable answers other than {@code answer}, found by beam search, best first. */
    public List<Likely> alternatives(String question, Answer answer, int count) {
        return new BeamSearch(model)
                .search(format.prompt(question)).stream()
                        .map(sequence -> new Likely(format.answer(sequence.tokens()), sequence.probability()))
                        .filter(likely -> !likely.text().equals(answer.text()))
                        .limit(count)
                        .toList();
    }

    private List<Likely> likeliest(double[] probabilities) {
        return IntStream.range(0, probabilities.length)
                .boxed()
                .sorted(Comparator.comparingDouble(id -> -probabilities[id]))
                .limit(LIKELIEST_SHOWN)
                .map(id -> new Likely(format.vocabulary().decode(id), probabilities[id]))
                .toList();
    }
}
