package charlm.report;

import charlm.checkpoint.AtomicFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
        predictions.forEach(
                prediction -> text.append(prediction.replace('\n', ' ')).append('\n'));
        ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
        AtomicFile.write(file, channel -> {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        });
    }
}
