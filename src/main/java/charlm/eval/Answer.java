package charlm.eval;

import java.util.List;

/**
 * A model's answer to a question, and how sure it was of each character.
 *
 * @param text what it says
 * @param probability of saying exactly this, the end included
 * @param steps one for each generated character, the MASK that ends the answer included
 * @param transcript the ids of the question, MASK, and the answer to its end: what the model has read when it is done
 */
public record Answer(String text, double probability, List<Step> steps, int[] transcript) {

    /**
     * One character of the answer.
     *
     * @param symbol the character, MASK for the end
     * @param probability that the model gave it, after all before it
     * @param likeliest the most probable characters here, in order
     */
    public record Step(String symbol, double probability, List<Likely> likeliest) {}

    /** A character, or a whole answer, and its probability. */
    public record Likely(String text, double probability) {}
}
