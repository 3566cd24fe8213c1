package charlm.eval;

import charlm.data.Vocabulary;
import charlm.model.LanguageModel;
import charlm.nn.ModelConfig;
import charlm.nn.Parameter;
import charlm.nn.Variant;
import charlm.tensor.Engine;
import java.util.Arrays;

/**
 * A model whose next token depends on the last one alone: its blocks add nothing, its embedding is one-hot, and its head
 * holds the successors.
 */
final class ChainModel {
    static final int BLOCK_SIZE = 16;

    private ChainModel() {}

    /** Makes a model that follows each pair of neighbours of {@code chain}; the successor of any other character is PAD. */
    static LanguageModel following(Engine engine, Vocabulary vocabulary, String chain) {
        int size = vocabulary.size();
        float[] successors = new float[size * size]; // head.weight (V, C) with C = V
        int[] ids = vocabulary.encode(chain);
        for (int i = 1; i < ids.length; i++) {
            successors[ids[i] * size + ids[i - 1]] = 1;
        }
        float[] identity = new float[size * size];
        for (int id = 0; id < size; id++) {
            identity[id * size + id] = 1;
        }
        float[] ones = new float[size];
        Arrays.fill(ones, 1);
        LanguageModel model =
                LanguageModel.create(new ModelConfig(Variant.VANILLA, size, BLOCK_SIZE, 1, 1, size, 0), engine, 0);
        set(model, "tok_emb.weight", identity);
        set(model, "ln_f.weight", ones);
        set(model, "head.weight", successors);
        return model;
    }

    private static void set(LanguageModel model, String name, float... values) {
        Parameter parameter = model.parameters().get(name);
        parameter.value().set(values);
    }
}
