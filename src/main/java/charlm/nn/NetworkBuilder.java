package charlm.nn;

import charlm.tensor.DropoutMask;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the parameters and dropout sites of a network while its layers are made; {@link ParameterSet} then gives all
 * parameters one flat buffer.
 */
public final class NetworkBuilder {
    /** The standard deviation of fresh Linear and Embedding weights. */
    static final double WEIGHT_STANDARD_DEVIATION = 0.02;

    private final double dropoutRate;
    private final List<Parameter> parameters = new ArrayList<>();
    private final List<FusedParameter> fusedParameters = new ArrayList<>();
    private int dropoutSites;

    /** Starts a network whose dropout sites all drop with probability {@code dropoutRate} while training. */
    public NetworkBuilder(double dropoutRate) {
        this.dropoutRate = dropoutRate;
    }

    /** Declares a parameter under its checkpoint name. */
    public Parameter parameter(String name, Initializer initializer, long... shape) {
        Parameter parameter = new Parameter(name, initializer, shape);
        parameters.add(parameter);
        return parameter;
    }

    /** Declares a weight, drawn from N(0, 0.02). */
    Parameter weight(String name, long rows, long columns) {
        return parameter(name, Initializer.normal(WEIGHT_STANDARD_DEVIATION), rows, columns);
    }

    /** Returns a parameter that sees {@code parts}, declared one after the other, as one; it is no parameter of its own. */
    Parameter fused(Parameter... parts) {
        FusedParameter fused = new FusedParameter(parts);
        fusedParameters.add(fused);
        return fused.whole();
    }

    /** Makes the next dropout site; sites are numbered, so that each draws its own masks. */
    Dropout dropout() {
        return new Dropout(new DropoutMask(dropoutRate), dropoutSites++);
    }

    List<Parameter> parameters() {
        return parameters;
    }

    List<FusedParameter> fusedParameters() {
        return fusedParameters;
    }
}
