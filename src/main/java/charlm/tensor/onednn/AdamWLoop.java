package charlm.tensor.onednn;

import charlm.tensor.AdamWStep;
import charlm.tensor.Rounding;
import charlm.tensor.Tensor;
import java.nio.FloatBuffer;

/** AdamW in one pass over the four flat buffers, staged in chunks that fit the first-level cache. */
final class AdamWLoop implements Parallel.Range {
    private static final int CHUNK = 1024;

    private final Parallel parallel;
    private final Stage[] stages;
    private FloatBuffer parameters;
    private FloatBuffer gradients;
    private FloatBuffer firstMoments;
    private FloatBuffer secondMoments;
    private int length;
    private float beta1;
    private float beta2;
    private float keep;
    private float rate;
    private float inverseCorrection2;
    private float epsilon;
    private float gradientScale;

    /** One thread's copies of a chunk. */
    private static final class Stage {
        private final float[] p = new float[CHUNK];
        private final float[] g = new float[CHUNK];
        private final float[] m = new float[CHUNK];
        private final float[] v = new float[CHUNK];
    }

    AdamWLoop(Parallel parallel) {
        this.parallel = parallel;
        stages = new Stage[parallel.threads()];
        for (int slot = 0; slot < stages.length; slot++) {
            stages[slot] = new Stage();
        }
    }

    void update(Tensor parameters, Tensor gradients, Tensor firstMoment, Tensor secondMoment, AdamWStep step) {
        this.parameters = HostMemory.floats(parameters);
        this.gradients = HostMemory.floats(gradients);
        firstMoments = HostMemory.floats(firstMoment);
        secondMoments = HostMemory.floats(secondMoment);
        length = Math.toIntExact(parameters.length());
        beta1 = (float) step.beta1();
        beta2 = (float) step.beta2();
        keep = (float) (1 - step.rate() * step.decay());
        rate = (float) (step.rate() / step.biasCorrection1());
        inverseCorrection2 = (float) (1 / step.biasCorrection2());
        epsilon = (float) step.epsilon();
        gradientScale = (float) step.gradientScale();
        parallel.run(Rounding.divideUp(length, CHUNK), 1, this);
    }

    @Override
    public void run(int from, int to, int slot) {
        Stage stage = stages[slot];
        for (int chunk = from; chunk < to; chunk++) {
            int at = chunk * CHUNK;
            int count = Math.min(CHUNK, length - at);
            parameters.get(at, stage.p, 0, count);
            gradients.get(at, stage.g, 0, count);
            firstMoments.get(at, stage.m, 0, count);
            secondMoments.get(at, stage.v, 0, count);
            moments(stage.g, stage.m, stage.v, count);
            descend(stage.p, stage.m, stage.v, count);
            parameters.put(at, stage.p, 0, count);
            firstMoments.put(at, stage.m, 0, count);
            secondMoments.put(at, stage.v, 0, count);
        }
    }

    private void moments(float[] g, float[] m, float[] v, int count) {
        float scale = gradientScale;
        float b1 = beta1;
        float b2 = beta2;
        for (int i = 0; i < count; i++) {
            float gradient = g[i] * scale;
            m[i] = b1 * m[i] + (1 - b1) * gradient;
            v[i] = b2 * v[i] + (1 - b2) * gradient * gradient;
        }
    }

    private void descend(float[] p, float[] m, float[] v, int count) {
        float factor = keep;
        float step = rate;
        float correction = inverseCorrection2;
        float eps = epsilon;
        for (int i = 0; i < count; i++) {
            p[i] = factor * p[i] - step * m[i] / ((float) Math.sqrt(v[i] * correction) + eps);
        }
    }
}
