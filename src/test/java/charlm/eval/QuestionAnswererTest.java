package charlm.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.data.Vocabulary;
import charlm.eval.Answer.Likely;
import charlm.eval.Answer.Step;
import charlm.model.LanguageModel;
import charlm.nn.ModelConfig;
import charlm.nn.Variant;
import charlm.tensor.Engine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class QuestionAnswererTest {
    private static final double TOLERANCE = 1e-5;
    private static final double RELATIVE_TOLERANCE = 1e-3; // of a product of up to 32 probabilities
    private static final Vocabulary VOCABULARY =
            Vocabulary.ofCodePoints("ab?".codePoints().toArray());

    private static LanguageModel random(Engine engine, Variant variant, int blockSize) {
        ModelConfig config =
                new ModelConfig(variant, VOCABULARY.size(), blockSize, 2, 2, 8, variant == Variant.PERCEIVER ? 5 : 0);
        LanguageModel model = LanguageModel.create(config, engine, 0);
        model.parameters().initialize(11);
        for (String name : List.of("head.weight", "tok_emb.weight")) { // so that the answers are not all alike
            float[] values = model.parameters().get(name).value().toFloats();
            for (int i = 0; i < values.length; i++) {
                values[i] *= 40;
            }
            model.parameters().get(name).value().set(values);
        }
        return model;
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void theAnswerIsTheGreedyOneAndItsProbabilityThatOfItsCharacters(Engine engine, Variant variant) {
        LanguageModel model = random(engine, variant, 12); // shorter than what is generated: the context moves
        QuestionAnswerer answerer = new QuestionAnswerer(model, VOCABULARY);
        Answer answer = answerer.ask("abba?");
        int[] transcript = answer.transcript();
        int asked = "abba?".length() + 1;
        assertEquals(transcript.length - asked, answer.steps().size());
        double product = 1;
        for (int i = 0; i < answer.steps().size(); i++) {
            Step step = answer.steps().get(i);
            assertEquals(VOCABULARY.decode(transcript[asked + i]), step.symbol());
            assertEquals(step.symbol(), step.likeliest().get(0).text(), answer::toString);
            assertEquals(step.probability(), step.likeliest().get(0).probability());
            product *= step.probability();
        }
        assertEquals(product, answer.probability(), TOLERANCE);
        assertFalse(answer.steps().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void contextsOfDifferentLengthAskedTogetherExpectWhatEachExpectsAlone(Engine engine, Variant variant) {
        LanguageModel model = random(engine, variant, 6);
        List<int[]> contexts = List.of(new int[] {2}, new int[] {3, 4, 2, 2, 3, 4, 3, 2}, new int[] {4, 3, 2});
        double[][] together = NextTokens.probabilities(model, contexts);
        for (int row = 0; row < contexts.size(); row++) {
            assertArrayEquals(NextTokens.probabilities(model, List.of(contexts.get(row)))[0], together[row], TOLERANCE);
        }
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void probabilitiesOfHugeLogitsAddUpToOne(Engine engine, Variant variant) {
        LanguageModel model = random(engine, variant, 6);
        float[] head = model.parameters().get("head.weight").value().toFloats();
        for (int i = 0; i < head.length; i++) {
            head[i] *= 1e6f;
        }
        model.parameters().get("head.weight").value().set(head);
        double[] probabilities = NextTokens.probabilities(model, List.of(new int[] {2, 3}))[0];
        assertEquals(1, Arrays.stream(probabilities).sum(), TOLERANCE);
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void theAlternativesAreTheMostProbableOfAllAnswers(Engine engine, Variant variant) {
        LanguageModel model = random(engine, variant, 64);
        QuestionAnswerer answerer = new QuestionAnswerer(model, VOCABULARY);
        Answer answer = answerer.ask("ab?");
        List<Likely> found = answerer.alternatives("ab?", answer, 2);
        Map<String, Double> all = new HashMap<>();
        enumerate(model, List.of(), 1, all);
        all.remove(answer.text());
        List<Map.Entry<String, Double>> best = new ArrayList<>(all.entrySet());
        best.sort(Map.Entry.comparingByValue(Comparator.reverseOrder()));
        for (Likely likely : found) {
            assertTrue(likely.probability() >= best.get(1).getValue() - TOLERANCE, likely + " against " + best);
        }
        assertEquals(2, found.size());
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void alternativesAreOtherAnswersBestFirstEachWithTheProbabilityOfItsText(Engine engine, Variant variant) {
        LanguageModel model = random(engine, variant, 64);
        QuestionAnswerer answerer = new QuestionAnswerer(model, VOCABULARY);
        Answer answer = answerer.ask("ab?");
        List<Likely> found = answerer.alternatives("ab?", answer, 5);
        assertEquals(5, found.size());
        Set<String> texts = new HashSet<>(Set.of(answer.text()));
        double before = 1;
        for (Likely likely : found) {
            assertTrue(texts.add(likely.text()), () -> likely + " is not another answer");
            double expected = probability(model, likely.text());
            assertEquals(expected, likely.probability(), RELATIVE_TOLERANCE * expected, likely.text());
            assertTrue(likely.probability() <= before, () -> found + " are not in order");
            before = likely.probability();
        }
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void theAnswerItselfIsNoAlternativeHoweverProbable(Engine engine, Variant variant) {
        QuestionAnswerer answerer = new QuestionAnswerer(random(engine, variant, 64), VOCABULARY);
        Likely best = answerer.alternatives("ab?", answerer.ask("ab?"), 1).get(0);
        Answer said = new Answer(best.text(), best.probability(), List.of(), new int[0]);
        for (Likely other : answerer.alternatives("ab?", said, 5)) {
            assertNotEquals(best.text(), other.text());
        }
    }

    /** Returns the probability of answering {@code text} and then, where there is room, MASK. */
    private static double probability(LanguageModel model, String text) {
        QuestionFormat format = new QuestionFormat(VOCABULARY);
        int[] prompt = format.prompt("ab?");
        int[] said = IntStream.of(format.prompt(text))
                .limit(PlaceEvaluator.GENERATED_CHARACTERS)
                .toArray();
        int[] ids = IntStream.concat(IntStream.of(prompt), IntStream.of(said)).toArray();
        double product = 1;
        for (int length = prompt.length; length < ids.length; length++) {
            product *= NextTokens.probabilities(model, List.of(Arrays.copyOf(ids, length)))[0][ids[length]];
        }
        return product;
    }

    /** Collects every answer of up to three characters. */
    private static void enumerate(
            LanguageModel model, List<Integer> begun, double probability, Map<String, Double> all) {
        int[] ids = new int[4 + begun.size()];
        int[] prompt = new QuestionFormat(VOCABULARY).prompt("ab?");
        System.arraycopy(prompt, 0, ids, 0, prompt.length);
        for (int i = 0; i < begun.size(); i++) {
            ids[4 + i] = begun.get(i);
        }
        double[] after = NextTokens.probabilities(model, List.of(ids))[0];
        String text =
                VOCABULARY.decode(begun.stream().mapToInt(Integer::intValue).toArray());
        all.put(text, probability * after[Vocabulary.MASK_ID]);
        for (int id = 0; id < after.length && begun.size() < 3; id++) {
            if (id != Vocabulary.MASK_ID) {
                List<Integer> longer = new ArrayList<>(begun);
                longer.add(id);
                enumerate(model, longer, probability * after[id], all);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void charactersThatTheModelDoesNotKnowAreCounted(Engine engine, Variant variant) {
        QuestionAnswerer answerer = new QuestionAnswerer(random(engine, variant, 64), VOCABULARY);
        assertEquals(2, answerer.skippedCharacters("aΩb𝄞?"));
        assertEquals(answerer.ask("ab?").text(), answerer.ask("aΩb𝄞?").text());
    }
}
