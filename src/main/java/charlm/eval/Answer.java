package charlm.eval;

import java.util.List;

/**
 * A model's answer to a question, with its probabilities.
 *
 * @param text the answer
 * @param probability of exactly this text, its end included
 * @param steps one for each generated character, the MASK that ends the answer included
 * @param transcript the ids of the question, MASK, and the answer to its end
 */
public record Answer(String text, double probability, List<Step> steps, int[] transcript) {

    /**
     * One character of the answer.
     *
     * @param symbol the character, MASK for the end
     * @param probability of it, given everything before it
     * @param likeliest the most probable characters here, in order
     */
    public record Step(String symbol, double probability, List<Likely> likeliest) {}

    /** A character, or a whole answer, and its probability. */
    public record Likely(String text, double probability) {}
}
