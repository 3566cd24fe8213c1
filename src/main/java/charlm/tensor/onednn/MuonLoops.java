package charlm.tensor.onednn;

import charlm.tensor.MuonStep;
import charlm.tensor.Tensor;
import java.nio.FloatBuffer;

/** The passes over a matrix before and after it is made orthogonal. */
final class MuonLoops {
    private static final int CHUNK = 1024;

    private final float[] first = new float[CHUNK];
    private final float[] second = new float[CHUNK];

    /** M = b M + g; gradients = (g + b M) / its norm. */
    void direct(Tensor gradients, Tensor momentum, MuonStep step) {
        FloatBuffer g = HostMemory.floats(gradients);
        FloatBuffer m = HostMemory.floats(momentum);
        int length = Math.toIntExact(gradients.length());
        float scale = (float) step.gradientScale();
        float beta = (float) step.momentum();
        double squares = 0;
        for (int at = 0; at < length; at += CHUNK) {
            int count = Math.min(CHUNK, length - at);
            g.get(at, first, 0, count);
            m.get(at, second, 0, count);
            squares += direct(count, scale, beta);
            g.put(at, first, 0, count);
            m.put(at, second, 0, count);
        }
        scale(g, length, (float) (1 / (Math.sqrt(squares) + MuonStep.NORM_EPSILON)));
    }

    private double direct(int count, float scale, float beta) {
        for (int i = 0; i < count; i++) {
            float gradient = first[i] * scale;
            second[i] = beta * second[i] + gradient;
            first[i] = gradient + beta * second[i];
        }
        double squares = 0;
        for (int i = 0; i < count; i++) {
            squares += (double) first[i] * first[i];
        }
        return squares;
    }

    private void scale(FloatBuffer x, int length, float factor) {
        for (int at = 0; at < length; at += CHUNK) {
            int count = Math.min(CHUNK, length - at);
            x.get(at, first, 0, count);
            for (int i = 0; i < count; i++) {
                first[i] *= factor;
            }
            x.put(at, first, 0, count);
        }
    }

    /** p -= rate * decay * p, then p -= length * direction. */
    void descend(Tensor parameters, Tensor direction, MuonStep step) {
        FloatBuffer p = HostMemory.floats(parameters);
        FloatBuffer d = HostMemory.floats(direction);
        int length = Math.toIntExact(parameters.length());
        float keep = (float) (1 - step.rate() * step.decay());
        float far = (float) step.length(parameters.dim(0), parameters.dim(1));
        for (int at = 0; at < length; at += CHUNK) {
            int count = Math.min(CHUNK, length - at);
            p.get(at, first, 0, count);
            d.get(at, second, 0, count);
            for (int i = 0; i < count; i++) {
                first[i] = keep * first[i] - far * second[i];
            }
            p.put(at, first, 0, count);
        }
    }
}
