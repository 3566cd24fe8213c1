package charlm.eval;

import charlm.data.CodePoints;
import charlm.data.Vocabulary;
import java.util.Arrays;

/**
 * The form of a question and its answer: the question, MASK, then the generated characters; the answer lies between the
 * first and the second MASK, or reaches to the end.
 *
 * <p>Differs from the reference: a character outside the vocabulary is skipped, where the reference crashes.
 */
record QuestionFormat(Vocabulary vocabulary) {
    /** Returns the ids of {@code question} and MASK. */
    int[] prompt(String question) {
        int[] known = vocabulary.encodeKnown(question);
        int[] prompt = Arrays.copyOf(known, known.length + 1);
        prompt[known.length] = Vocabulary.MASK_ID;
        return prompt;
    }

    /** Returns the number of characters of {@code question} outside the vocabulary. */
    int skipped(String question) {
        return CodePoints.count(question) - vocabulary.encodeKnown(question).length;
    }

    /** Returns whether the answer is complete: it ends at the second MASK. */
    static boolean isAnswered(TokenSequence sequence) {
        return sequence.find(Vocabulary.MASK_ID, 2) >= 0;
    }

    /** Returns the answer in {@code sequence}, a prompt that has been continued. */
    String answer(TokenSequence sequence) {
        int[] ids = sequence.ids();
        int from = sequence.find(Vocabulary.MASK_ID, 1) + 1;
        int second = sequence.find(Vocabulary.MASK_ID, 2);
        return vocabulary.decode(Arrays.copyOfRange(ids, from, second < 0 ? ids.length : second));
    }
}
