package charlm.experiment;

import charlm.checkpoint.StoredModel;
import charlm.data.UsageException;
import charlm.eval.Generator;
import charlm.eval.Sampler;
import charlm.eval.TokenSequence;
import charlm.experiment.config.EngineConfig;
import charlm.experiment.training.TrainingExperiment;
import charlm.tensor.Engine;
import java.nio.file.Path;
import java.util.List;

/**
 * Continues a text.
 *
 * @param parameters a file that holds its vocabulary
 * @param length number of characters to add
 */
public record GenerationExperiment(Path parameters, String prompt, int length, Sampler choice, EngineConfig engine) {

    /** Returns the prompt and its continuation; throws as {@link TrainingExperiment#run}. */
    public String run() {
        try (Engine opened = engine.openFull()) {
            StoredModel stored = StoredModel.read(parameters, opened);
            int[] ids = encode(stored);
            TokenSequence sequence = new Generator(stored.model(), choice)
                    .generate(List.of(ids), length, continued -> false)
                    .get(0);
            return stored.vocabulary().decode(sequence.ids());
        }
    }

    private int[] encode(StoredModel stored) {
        try {
            return stored.vocabulary().encode(prompt);
        } catch (IllegalArgumentException e) {
            throw new UsageException(
                    "--prompt has a character that " + parameters + " does not know: " + e.getMessage()
                            + "; leave it out",
                    e);
        }
    }
}
