package charlm.experiment.training;

import charlm.data.QuestionFile;
import charlm.eval.Generator;
import charlm.eval.PlaceEvaluator;
import charlm.nn.ModelConfig;
import charlm.nn.Variant;
import charlm.tensor.Workspace;

/**
 * What asking the dev questions takes beside training: for the largest group of questions that a worker answers together
 * what each layer has read at every position, and what positions take on their way: those of a prompt that are read at
 * once, and the one that is new.
 */
final class DevMemory {
    private static final double UNUSED_ENDS = 1.6; // of several blocks, where the next matrix does not fit
    private static final int LAYER_ACTIVATIONS = 19; // of a position, of width C

    private DevMemory() {}

    /**
     * Returns the bytes, from the shapes alone; a test holds them to what an evaluation allocates.
     *
     * @param workers of the engine, each of which decodes a group of its own at the same time
     */
    static long bytes(ModelConfig model, QuestionFile questions, int workers) {
        boolean perceiver = model.variant() == Variant.PERCEIVER;
        int longest = longest(questions) + PlaceEvaluator.GENERATED_CHARACTERS;
        double positions = Math.min(model.blockSize(), longest);
        int inner = perceiver ? Math.min(model.blockSize(), model.bottleneckDim()) : model.blockSize();
        double kept = Math.min(positions, inner);
        double rows = Math.min(questions.size(), Generator.ROWS_PER_GROUP);
        double memories = rows * model.numLayers() * kept * model.embedDim();
        double passes = perceiver ? 2 : 1; // while latents are made, and once all are
        double onTheWay = passes * (block(rows * model.vocabSize()) + block(layer(model, rows, 1)));
        double whole = longest > model.blockSize() ? wholeContexts(model, rows, inner) : 0;
        return (long) (Generator.workers(workers, questions.size()) * (memories + onTheWay + whole) * Float.BYTES);
    }

    /** Answers that outgrow the block are computed from whole contexts, but the last layer for their ends alone. */
    private static double wholeContexts(ModelConfig model, double rows, int inner) {
        double positions = rows * model.blockSize();
        return block(positions * model.embedDim()) + block(UNUSED_ENDS * layer(model, rows, inner));
    }

    /** Returns what one layer takes of that many rows and positions; the next one takes the same memory. */
    private static double layer(ModelConfig model, double rows, double positions) {
        return rows * positions * (LAYER_ACTIVATIONS * model.embedDim() + model.numHeads() * positions);
    }

    private static double block(double floats) {
        return Math.max(Workspace.MIN_BLOCK_ELEMENTS, floats);
    }

    /** Returns the length of the longest question with what stands behind it. */
    private static int longest(QuestionFile questions) {
        return 1 + questions.questions().stream().mapToInt(String::length).max().orElseThrow();
    }
}
