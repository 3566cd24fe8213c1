package charlm.experiment;

import charlm.data.QuestionFile;
import charlm.eval.Generator;
import charlm.eval.PlaceEvaluator;
import charlm.model.ModelConfig;
import charlm.model.Variant;
import charlm.train.MemoryEstimate;

/**
 * What asking the dev questions takes beside training: the gradients that the second network has and does not use, and for
 * each group of questions that are answered together their keys and values, and what one position takes on its way.
 */
final class DevMemory {
    private static final double BLOCK_FLOATS = 1 << 22; // memory is taken in blocks of at least so much
    private static final int LAYER_ACTIVATIONS = 19; // of a position, of width C

    private DevMemory() {}

    /** Returns the bytes, from the shapes alone; a test holds them to what an evaluation allocates. */
    static long bytes(ModelConfig model, QuestionFile questions) {
        boolean perceiver = model.variant() == Variant.PERCEIVER;
        int longest = longest(questions) + PlaceEvaluator.GENERATED_CHARACTERS;
        double positions = Math.min(model.blockSize(), longest);
        double kept = perceiver ? Math.min(positions, model.bottleneckDim()) : positions;
        double keysAndValues = questions.size() * model.numLayers() * kept * 2 * model.embedDim();
        double rows = Math.min(questions.size(), Generator.ROWS_PER_GROUP);
        double onItsWay = rows * (model.numLayers() * LAYER_ACTIVATIONS * model.embedDim() + model.vocabSize());
        double passes = Math.ceil((double) questions.size() / Generator.ROWS_PER_GROUP);
        passes *= perceiver ? 2 : 1; // while latents are made, and once all are
        double whole = longest > model.blockSize() ? wholeContexts(model, rows) : 0;
        return (long)
                ((MemoryEstimate.parameters(model) + keysAndValues + passes * Math.max(BLOCK_FLOATS, onItsWay) + whole)
                        * Float.BYTES);
    }

    /** Answers that outgrow the block are computed from whole contexts. */
    private static double wholeContexts(ModelConfig model, double rows) {
        double t = model.blockSize();
        double layer = t * LAYER_ACTIVATIONS * model.embedDim() + model.numHeads() * t * t;
        return Math.max(BLOCK_FLOATS, rows * model.numLayers() * layer);
    }

    /** Returns the length of the longest question with what stands behind it. */
    private static int longest(QuestionFile questions) {
        int longest = 0;
        for (int i = 0; i < questions.size(); i++) {
            longest = Math.max(longest, questions.question(i).length() + 1);
        }
        return longest;
    }
}
