package charlm.golden;

import charlm.model.LanguageModel;
import charlm.nn.ModelConfig;
import charlm.nn.Parameter;
import charlm.nn.Variant;
import charlm.tensor.Engine;
import charlm.tensor.RandomStream;
import charlm.tensor.RandomStream.Purpose;
import java.util.Arrays;

/** Models small enough to be computed again and again. */
public final class TinyModels {
    private TinyModels() {}

    /** Returns a shape, without the bottleneck where the variant has none. */
    public static ModelConfig config(
            Variant variant, int vocabSize, int blockSize, int numLayers, int numHeads, int embedDim, int bottleneck) {
        int bottleneckDim = variant == Variant.PERCEIVER ? bottleneck : 0;
        return new ModelConfig(variant, vocabSize, blockSize, numLayers, numHeads, embedDim, bottleneckDim);
    }

    /** Returns a model with normally distributed weights, biases and gains, large enough that everything is felt. */
    public static LanguageModel felt(ModelConfig config, Engine engine, double dropout, double deviation) {
        LanguageModel model = LanguageModel.create(config, engine, dropout);
        RandomStream random = RandomStream.of(1, Purpose.INITIALISATION, 0, 0);
        for (Parameter parameter : model.parameters().list()) {
            double[] values = new double[(int) parameter.length()];
            Arrays.setAll(values, i -> deviation * random.nextGaussian());
            parameter.value().set(values);
        }
        return model;
    }
}
