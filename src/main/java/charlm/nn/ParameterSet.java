package charlm.nn;

import charlm.tensor.Engine;
import charlm.tensor.RandomStream;
import charlm.tensor.RandomStream.Purpose;
import charlm.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All parameters of a network in one flat buffer, and their gradients in another of the same layout: first the parameters
 * that decay, then those that do not, each in the order of declaration. Norm, clipping, AdamW and saving are single
 * passes; parameters declared one after the other (query, key, value) are neighbours, so that one matmul serves all three.
 */
public final class ParameterSet {
    private final List<Parameter> parameters;
    private final List<Parameter> hiddenMatrices;
    private final Map<String, Parameter> byName = new LinkedHashMap<>();
    private final Tensor values;
    private final Engine engine;
    private final long decayedLength;
    private Tensor gradients; // null until the network trains

    public ParameterSet(NetworkBuilder builder, Engine engine) {
        parameters = List.copyOf(builder.parameters());
        hiddenMatrices = List.copyOf(builder.hiddenMatrices());
        long total = 0;
        for (Parameter parameter : parameters) {
            total += parameter.length();
            if (byName.put(parameter.name(), parameter) != null) {
                throw new IllegalStateException("two parameters are called " + parameter.name());
            }
        }
        values = builder.values(engine, total);
        this.engine = engine;
        decayedLength = bind(true, 0);
        bind(false, decayedLength);
        builder.fusedParameters().forEach(fused -> fused.bind(values, this::gradients));
    }

    private long bind(boolean decaying, long offset) {
        for (Parameter parameter : parameters) {
            if (parameter.decays() == decaying) {
                parameter.bind(values, this::gradients, offset);
                offset += parameter.length();
            }
        }
        return offset;
    }

    /** Draws a fresh value for every parameter; the same seed gives the same bits. */
    public void initialize(long seed) {
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            RandomStream stream = RandomStream.of(seed, Purpose.INITIALISATION, i, 0);
            double[] drawn = new double[Math.toIntExact(parameter.length())];
            for (int j = 0; j < drawn.length; j++) {
                drawn[j] = parameter.initializer().draw(stream);
            }
            parameter.value().set(drawn);
        }
    }

    /** Returns the parameters in the order of declaration. */
    public List<Parameter> list() {
        return parameters;
    }

    /** Returns the weights between activations of a block: neither embeddings nor head, gains or biases. */
    public List<Parameter> hiddenMatrices() {
        return hiddenMatrices;
    }

    /** Returns the parameter called {@code name}, or throws {@link IllegalArgumentException}. */
    public Parameter get(String name) {
        Parameter parameter = byName.get(name);
        if (parameter == null) {
            throw new IllegalArgumentException("no parameter is called " + name + "; there are " + byName.keySet());
        }
        return parameter;
    }

    /** Returns all values, flat. */
    public Tensor values() {
        return values;
    }

    /**
     * Returns all gradients, flat. The first call allocates them, all 0, on the thread that the engine serves; a network
     * that only answers never needs them.
     */
    public Tensor gradients() {
        if (gradients == null) {
            gradients = engine.allocate(count());
        }
        return gradients;
    }

    /** Returns the number of elements that decay, which come first. */
    public long decayedLength() {
        return decayedLength;
    }

    /** Returns the number of trainable elements. */
    public long count() {
        return values.length();
    }
}
