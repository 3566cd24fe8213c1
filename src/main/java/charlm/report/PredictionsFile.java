package charlm.report;

import charlm.data.InputException;
import charlm.data.QuestionFile;
import charlm.data.TextReader;
import charlm.files.AtomicFile;
import java.nio.file.Path;
import java.util.List;

/**
 * Predictions, one a line in the order of the questions.
 *
 * <p>Differs from the reference: a line break inside a prediction is written as a space, so that one line stays one
 * prediction.
 */
public final class PredictionsFile {
    private PredictionsFile() {}

    public static void write(Path file, List<String> predictions) {
        StringBuilder text = new StringBuilder();
        asWritten(predictions).forEach(prediction -> text.append(prediction).append('\n'));
        AtomicFile.writeText(file, text.toString());
    }

    /** Returns {@code predictions} as {@link #write} writes them and {@link #read} gives them back. */
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
                            + questions.path() + "; name the questions it answers");
        }
        return predictions;
    }

    private static List<String> lines(Path file) {
        try {
            return TextReader.lines(file);
        } catch (InputException e) { // may be a damaged parameter file: to save that as UTF-8 would not help
            throw e.with("predictions that evaluate wrote, or a parameter file, are needed");
        }
    }
}
