package charlm.train;

import java.util.OptionalDouble;

/** Asks a model between two steps how good it is; must leave its parameters and gradients as they are. */
@FunctionalInterface
public interface DevEvaluator {
    /** Never asks. */
    DevEvaluator NONE = trainer -> OptionalDouble.empty();

    /** Returns the share of right answers after the step just made, or nothing when it is not the time to ask. */
    OptionalDouble evaluate(Trainer trainer);
}
