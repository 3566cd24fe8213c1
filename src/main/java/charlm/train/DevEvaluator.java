package charlm.train;

import java.util.OptionalDouble;

/** Evaluates a model between two steps; must leave its parameters and gradients as they are. */
@FunctionalInterface
public interface DevEvaluator {
    /** Never evaluates. */
    DevEvaluator NONE = trainer -> OptionalDouble.empty();

    /** Returns the share of correct answers after the step just made, or nothing when no evaluation is due. */
    OptionalDouble evaluate(Trainer trainer);
}
