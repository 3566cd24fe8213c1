package charlm.eval;

import charlm.data.QuestionFile;

/** Answers every question with one place: what a model has to beat. */
public final class ConstantBaseline {
    private ConstantBaseline() {}

    /** Returns the score of answering {@code place} to everything; the file must have places. */
    public static Score score(QuestionFile questions, String place) {
        int correct = 0;
        for (int i = 0; i < questions.size(); i++) {
            if (questions.place(i).equals(place)) {
                correct++;
            }
        }
        return new Score(correct, questions.size());
    }
}
