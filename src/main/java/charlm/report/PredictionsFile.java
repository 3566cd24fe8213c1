package charlm.report;

import charlm.data.InputException;
import charlm.data.QuestionFile;
import charlm.data.TextReader;
import charlm.files.TextOutput;
import java.nio.file.Path;
import java.util.List;

/**
 * Predictions, one per line in the order of the questions.
 *
 * <p>Differs from the reference: a line break inside a prediction is written as a space, so that one line stays one
 * prediction.
 */
public final class PredictionsFile {
    private PredictionsFile() {}

    public static void write(TextOutput output, List<String> predictions) {
        StringBuilder text = new StringBuilder();
        asWritten(predictions).forEach(prediction -> text.append(prediction).append('\n'));
        output.write(text.toString());
    }

    /** Returns {@code predictions} as {@link #write} writes them and {@link #read} returns them. */
    public static List<String> asWritten(List<String> predictions) {
        return predictions.stream()
                .map(prediction -> prediction.replace('\n', ' '))
                .toList();
    }

    /** Reads one prediction for each of {@code questions}, with any line ends; throws {@link InputException}. */
    public static List<String> read(Path file, QuestionFile questions) {
        List<String> predictions = lines(file);
        if (predictions.size() != questions.size()) {
            throw new InputException(
                    file,
                    "has " + predictions.size() + " predictions for the " + questions.size() + " questions of "
                            + questions.path() + "; name the questions that it answers");
        }
        return predictions;
    }

    private static List<String> lines(Path file) {
        try {
            return TextReader.lines(file);
        } catch (InputException e) { // advice for a text would not help with a damaged checkpoint
            throw e.with("name a checkpoint, or predictions that evaluate wrote");
        }
    }
}
