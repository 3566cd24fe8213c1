package charlm.tensor.onednn;

import charlm.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Attention of one new position of every row over those kept so far, a row after the other. */
final class NextAttentionLoop implements Parallel.Range {
    private final Parallel parallel;
    private final Stage[] stages;
    private FloatBuffer queries;
    private FloatBuffer keys;
    private FloatBuffer values;
    private FloatBuffer out;
    private int queryStride;
    private int keyStride;
    private int valueStride;
    private int outStride;
    private int capacity;
    private int length;
    private int heads;
    private int width;

    /** One thread's memory. */
    private static final class Stage {
        private float[] query = {};
        private float[] row = {};
        private float[] sum = {};
        private float[] spread = {};
        private float[] scores = {};

        void reserve(int width, int scoreCount) {
            if (query.length < width) {
                query = new float[width];
                row = new float[width];
                sum = new float[width];
                spread = new float[width];
            }
            if (scores.length < scoreCount) {
                scores = new float[scoreCount];
            }
        }
    }

    NextAttentionLoop(Parallel parallel) {
        this.parallel = parallel;
        stages = new Stage[parallel.threads()];
        Arrays.setAll(stages, slot -> new Stage());
    }

    void run(int heads, Tensor q, Tensor k, Tensor v, int length, Tensor out) {
        queries = HostMemory.floats(q);
        keys = HostMemory.floats(k);
        values = HostMemory.floats(v);
        this.out = HostMemory.floats(out);
        queryStride = (int) q.stride(0);
        keyStride = (int) k.stride(0);
        valueStride = (int) v.stride(0);
        outStride = (int) out.stride(0);
        capacity = (int) (k.dim(0) / q.dim(0));
        this.length = length;
        this.heads = heads;
        width = (int) q.dim(1);
        for (Stage stage : stages) {
            stage.reserve(width, heads * capacity);
        }
        parallel.run((int) q.dim(0), 1, this);
    }

    @Override
    public void run(int from, int to, int slot) {
        Stage stage = stages[slot];
        for (int row = from; row < to; row++) {
            queries.get(row * queryStride, stage.query, 0, width);
            score(row, stage);
            softmax(stage.scores);
            sum(row, stage);
            out.put(row * outStride, stage.sum, 0, width);
        }
    }

    /** scores[j * heads + h] = q k[j] / sqrt D, of head h. */
    private void score(int row, Stage stage) {
        int headDim = width / heads;
        float scale = (float) (1 / Math.sqrt(headDim));
        for (int j = 0; j < length; j++) {
            keys.get((row * capacity + j) * keyStride, stage.row, 0, width);
            for (int h = 0; h < heads; h++) {
                stage.scores[j * heads + h] = scale * dot(stage.query, stage.row, h * headDim, (h + 1) * headDim);
            }
        }
    }

    /** Four independent sums, so that one addition need not wait for the one before. */
    private static float dot(float[] x, float[] y, int from, int to) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = from;
        for (; i + 3 < to; i += 4) {
            a += x[i] * y[i];
            b += x[i + 1] * y[i + 1];
            c += x[i + 2] * y[i + 2];
            d += x[i + 3] * y[i + 3];
        }
        for (; i < to; i++) {
            a += x[i] * y[i];
        }
        return a + b + (c + d);
    }

    private void softmax(float[] scores) {
        for (int h = 0; h < heads; h++) {
            float largest = Float.NEGATIVE_INFINITY;
            for (int j = 0; j < length; j++) {
                largest = Math.max(largest, scores[j * heads + h]);
            }
            double total = 0;
            for (int j = 0; j < length; j++) {
                float weight = (float) Math.exp(scores[j * heads + h] - largest);
                scores[j * heads + h] = weight;
                total += weight;
            }
            float inverse = (float) (1 / total);
            for (int j = 0; j < length; j++) {
                scores[j * heads + h] *= inverse;
            }
        }
    }

    private void sum(int row, Stage stage) {
        int headDim = width / heads;
        Arrays.fill(stage.sum, 0, width, 0);
        for (int j = 0; j < length; j++) {
            for (int h = 0; h < heads; h++) {
                Arrays.fill(stage.spread, h * headDim, (h + 1) * headDim, stage.scores[j * heads + h]);
            }
            values.get((row * capacity + j) * valueStride, stage.row, 0, width);
            addProducts(stage.spread, stage.row, stage.sum);
        }
    }

    private void addProducts(float[] x, float[] y, float[] sum) {
        for (int i = 0; i < width; i++) {
            sum[i] += x[i] * y[i];
        }
    }
}
