package charlm.nn;

import charlm.tensor.DropoutMask;
import charlm.tensor.Engine;
import charlm.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Collects the parameters and dropout sites of a network while its layers are made, which read its shape here;
 * {@link ParameterSet} then gives all parameters one flat buffer.
 */
public final class NetworkBuilder {
    /** The standard deviation of fresh Linear and Embedding weights. */
    static final double WEIGHT_STANDARD_DEVIATION = 0.02;

    private final ModelConfig config;
    private final double dropoutRate;
    private final Optional<Tensor> sharedValues;
    private final List<Parameter> parameters = new ArrayList<>();
    private final List<Parameter> hiddenMatrices = new ArrayList<>();
    private final List<FusedParameter> fusedParameters = new ArrayList<>();
    private final List<MultiHeadAttention> attentions = new ArrayList<>();
    private int dropoutSites;

    /** Starts a network of {@code config} whose dropout sites drop with probability {@code dropoutRate} in training. */
    public NetworkBuilder(ModelConfig config, double dropoutRate) {
        this(config, dropoutRate, Optional.empty());
    }

    private NetworkBuilder(ModelConfig config, double dropoutRate, Optional<Tensor> sharedValues) {
        this.config = config;
        this.dropoutRate = dropoutRate;
        this.sharedValues = sharedValues;
    }

    /** Starts a second network of this shape, whose parameters are {@code values}, the flat buffer of the first. */
    public NetworkBuilder sharing(Tensor values) {
        return new NetworkBuilder(config, dropoutRate, Optional.of(values));
    }

    /** Declares a parameter under its checkpoint name. */
    public Parameter parameter(String name, Initializer initializer, long... shape) {
        Parameter parameter = new Parameter(name, initializer, shape);
        parameters.add(parameter);
        return parameter;
    }

    /** Declares a vector of width C. */
    Parameter vector(String name, Initializer initializer) {
        return parameter(name, initializer, config.embedDim());
    }

    /** Declares a weight, drawn from N(0, 0.02). */
    Parameter weight(String name, long rows, long columns) {
        return parameter(name, Initializer.normal(WEIGHT_STANDARD_DEVIATION), rows, columns);
    }

    /** Declares a weight between activations of a block, which maps vectors to vectors. */
    Parameter hiddenWeight(String name, long rows, long columns) {
        Parameter weight = weight(name, rows, columns);
        hiddenMatrices.add(weight);
        return weight;
    }

    /** Returns a view of {@code parts}, declared one after the other, as one parameter; it does not count as one. */
    Parameter fused(Parameter... parts) {
        FusedParameter fused = FusedParameter.of(parts);
        fusedParameters.add(fused);
        return fused.whole();
    }

    /** Adds an attention, in the order of the data. */
    void attention(MultiHeadAttention attention) {
        attentions.add(attention);
    }

    /** Returns the weights of every attention in the last forward pass, in the order of the data, while that pass lasts. */
    public List<AttentionMap> attentionMaps(Pass pass) {
        return attentions.stream().map(attention -> attention.map(pass)).toList();
    }

    /** Makes the next dropout site. */
    Dropout dropout() {
        return new Dropout(new DropoutMask(dropoutRate), dropoutSites++);
    }

    /** Returns the flat buffer of {@code count} values: another network's, or a new one. */
    Tensor values(Engine engine, long count) {
        return sharedValues.orElseGet(() -> engine.allocate(count));
    }

    /** Returns the shape that the layers are made for. */
    public ModelConfig config() {
        return config;
    }

    /** Returns the number of elements of all parameters: a double, since a file may claim a shape of any size. */
    public double parameterCount() {
        return parameters.stream()
                .mapToDouble(parameter ->
                        Arrays.stream(parameter.shape()).asDoubleStream().reduce(1, (a, b) -> a * b))
                .sum();
    }

    List<Parameter> parameters() {
        return parameters;
    }

    List<Parameter> hiddenMatrices() {
        return hiddenMatrices;
    }

    List<FusedParameter> fusedParameters() {
        return fusedParameters;
    }
}
