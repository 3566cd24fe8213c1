package charlm.checkpoint;

import java.util.Map;
import java.util.Optional;

/**
 * All that a training run needs to go on as if it had never stopped.
 *
 * @param planned the steps of the whole run
 * @param epoch of the batch that comes next, from 0; {@code batch} its place there. For people: both follow from the step
 * @param metricsBytes the length of the metrics log; what it holds beyond is of steps that will be done again
 * @param command what started the run
 * @param config everything the parameters depend on, data and versions included
 * @param dev how good it was so far, where that is asked for
 * @param tensors what was learnt
 */
public record TrainingState(
        Progress progress,
        long planned,
        long epoch,
        long batch,
        long metricsBytes,
        String command,
        Map<String, String> config,
        Optional<DevProgress> dev,
        Tensors tensors) {

    /** Flat buffers of one length, in the order of the model's parameters; null once they are released. */
    public static final class Tensors {
        private float[] parameters;
        private float[] firstMoments;
        private float[] secondMoments;

        public Tensors(float[] parameters, float[] firstMoments, float[] secondMoments) {
            if (firstMoments.length != parameters.length || secondMoments.length != parameters.length) {
                throw new IllegalArgumentException(parameters.length + " parameters got " + firstMoments.length
                        + " first and " + secondMoments.length + " second moments");
            }
            this.parameters = parameters;
            this.firstMoments = firstMoments;
            this.secondMoments = secondMoments;
        }

        public float[] parameters() {
            return parameters;
        }

        public float[] firstMoments() {
            return firstMoments;
        }

        public float[] secondMoments() {
            return secondMoments;
        }

        /** Leaves the buffers to the garbage collector, even where the state itself is still held. */
        public void release() {
            parameters = null;
            firstMoments = null;
            secondMoments = null;
        }
    }

    /** Returns whether no step is left to do. */
    public boolean finished() {
        return progress.step() >= planned || dev.filter(DevProgress::exhausted).isPresent();
    }
}
