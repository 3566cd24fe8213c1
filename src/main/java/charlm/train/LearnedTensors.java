package charlm.train;

/** Flat buffers of one length, in the order of the model's parameters; null once they are released. */
public final class LearnedTensors {
    private float[] parameters;
    private float[] firstMoments;
    private float[] secondMoments;

    public LearnedTensors(float[] parameters, float[] firstMoments, float[] secondMoments) {
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

    /** Leaves the buffers to the garbage collector while the state itself is still referenced. */
    public void release() {
        parameters = null;
        firstMoments = null;
        secondMoments = null;
    }
}
