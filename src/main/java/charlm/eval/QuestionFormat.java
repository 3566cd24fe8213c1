package charlm.eval;

import charlm.data.Vocabulary;
import java.util.Arrays;

/**
 * How a question is put to a model and its answer read: the question, MASK, then what is generated; the answer is what
 * stands between the first and the second MASK, or to the end.
 *
 * <p>Differs from the reference: a character outside the vocabulary is skipped, where the reference crashes.
 */
record QuestionFormat(Vocabulary vocabulary) {
    /** How many characters are generated at most. */
    static final int GENERATED_CHARACTERS = 32;

    /** Returns the ids of {@code question} and MASK. */
    int[] prompt(String question) {
        int[] known = question.codePoints()
                .map(vocabulary::id)
                .filter(id -> id != Vocabulary.UNKNOWN)
                .toArray();
        int[] prompt = Arrays.copyOf(known, known.length + 1);
        prompt[known.length] = Vocabulary.MASK_ID;
        return prompt;
    }

    /** Returns how many characters of {@code question} the vocabulary does not know. */
    int skipped(String question) {
        return (int) question.codePoints()
                .filter(codePoint -> vocabulary.id(codePoint) == Vocabulary.UNKNOWN)
                .count();
    }

    /** Returns whether the answer is complete: what follows the second MASK is no part of it. */
    static boolean isAnswered(TokenSequence sequence) {
        return sequence.find(Vocabulary.MASK_ID, 2) >= 0;
    }

    /** Returns the answer in {@code sequence}, a prompt and what was generated. */
    String answer(TokenSequence sequence) {
        int[] ids = sequence.ids();
        int from = sequence.find(Vocabulary.MASK_ID, 1) + 1;
        int second = sequence.find(Vocabulary.MASK_ID, 2);
        return vocabulary.decode(Arrays.copyOfRange(ids, from, second < 0 ? ids.length : second));
    }
}
