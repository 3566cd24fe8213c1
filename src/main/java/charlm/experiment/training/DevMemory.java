package charlm.experiment.training;

import charlm.data.CodePoints;
import charlm.data.QuestionFile;
import charlm.eval.Generator;
import charlm.eval.PlaceEvaluator;
import charlm.nn.ModelConfig;
import charlm.tensor.Workspace;

/**
 * The memory of asking the dev questions during training: for the largest batch of questions that a worker answers, the
 * caches of all layers, and the activations of a decode step or of whole contexts.
 */
final class DevMemory {
    private static final double UNUSED_ENDS = 1.6; // of several blocks, where the next matrix does not fit
    private static final int LAYER_ACTIVATIONS = 19; // of a position, of width C

    private DevMemory() {}

    /**
     * Returns the bytes, from the shapes alone; a test holds them to what an evaluation allocates.
     *
     * @param workers of the engine, each of which decodes a batch of its own at the same time
     */
    static long bytes(ModelConfig model, QuestionFile questions, int workers) {
        int longest = longest(questions) + PlaceEvaluator.GENERATED_CHARACTERS;
        double positions = Math.min(model.blockSize(), longest);
        int inner = model.innerPositions();
        double cached = Math.min(positions, inner);
        double sequences = Math.min(questions.size(), Generator.SEQUENCES_PER_BATCH);
        double caches = sequences * model.numLayers() * cached * model.embedDim();
        double step = block(sequences * model.vocabSize()) + block(layer(model, sequences, 1));
        double whole = longest > model.blockSize() ? wholeContexts(model, sequences, inner) : 0;
        int working = Generator.workers(workers, questions.size());
        boolean again =
                questions.size() > working * Generator.SEQUENCES_PER_BATCH; // with the buffers of whole contexts
        double decoding = caches + step;
        return (long) (working * (again ? decoding + whole : Math.max(decoding, whole)) * Float.BYTES);
    }

    /** Answers that outgrow the block are computed from whole contexts, but the last layer for their ends alone. */
    private static double wholeContexts(ModelConfig model, double sequences, int inner) {
        double positions = sequences * model.blockSize();
        return block(positions * model.embedDim()) + block(UNUSED_ENDS * layer(model, sequences, inner));
    }

    /** Returns what one layer takes of that many positions of every sequence; the next one takes the same memory. */
    private static double layer(ModelConfig model, double sequences, double positions) {
        return sequences * positions * (LAYER_ACTIVATIONS * model.embedDim() + model.numHeads() * positions);
    }

    private static double block(double floats) {
        return Math.max(Workspace.MIN_BLOCK_ELEMENTS, floats);
    }

    /** Returns the length of the longest question and its MASK. */
    private static int longest(QuestionFile questions) {
        return 1
                + questions.questions().stream()
                        .mapToInt(CodePoints::count)
                        .max()
                        .orElseThrow();
    }
}
