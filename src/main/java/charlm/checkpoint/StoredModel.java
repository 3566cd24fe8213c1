package charlm.checkpoint;

import charlm.checkpoint.safetensors.CheckpointException;
import charlm.data.Vocabulary;
import charlm.model.LanguageModel;
import charlm.model.RequestedShape;
import charlm.tensor.Engine;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A model and its vocabulary, read from one checkpoint for inference.
 *
 * @param training the facts about its training, by name; empty where the file has none
 */
public record StoredModel(LanguageModel model, Vocabulary vocabulary, Map<String, String> training) {

    /**
     * Reads {@code file} into {@code engine}.
     *
     * @throws CheckpointException when it cannot be used, or holds no vocabulary as PyTorch's do
     */
    public static StoredModel read(Path file, Engine engine) {
        Checkpoint checkpoint = Checkpoint.read(file);
        if (checkpoint.vocabulary().isEmpty() || checkpoint.config().isEmpty()) {
            throw new CheckpointException(
                    file,
                    "holds no vocabulary, as files of PyTorch do not; make one that does: charlm convert " + file
                            + " OUT.safetensors --corpus CORPUS --num-heads N");
        }
        Vocabulary vocabulary = checkpoint.vocabulary().get();
        RequestedShape untyped = RequestedShape.of(checkpoint.config().get().variant());
        LanguageModel model =
                LanguageModel.create(ConfigResolver.resolve(checkpoint, untyped, OptionalInt.empty()), engine, 0);
        checkpoint.loadInto(model);
        return new StoredModel(model, vocabulary, checkpoint.training());
    }
}
