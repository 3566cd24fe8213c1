package charlm.tensor.onednn;

import charlm.tensor.KeyValueWeights;
import charlm.tensor.NumberType;
import charlm.tensor.Rounding;
import charlm.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Attention of a decode step: one new position of every sequence over the cached ones.
 *
 * <p>A product of one query with its keys is too thin to be fast, so one product serves all heads of a sequence. For
 * that the query is multiplied not with keys but, through the key weights W, with the cached inputs m of the keys: q (W
 * m) = (q W) m. These are equally wide for every head, so that H queries meet the same inputs. Values are made of the
 * weighted sum alone, not of every position: sum(w (V m)) = V sum(w m). So neither keys nor values are cached.
 *
 * <p>The length is rounded up, so that few shapes serve a whole sequence; positions beyond the length get no weight.
 */
final class DecodeAttentionKernels {
    private static final int QUERY = 0;
    private static final int KEY = 1;
    private static final int VALUE = 2;
    private static final int OUT = 3;
    private static final int LENGTH_MULTIPLE = 16;
    private static final int SEQUENCES_AT_ONCE =
            32; // their inputs are then still in the processor's cache for the second product

    private final Kernel matmul;
    private final SoftmaxKernels softmax;
    private final Arithmetic arithmetic;
    private final Conversions conversions;
    private final StandIns standIns;
    private final float[] hidden = new float[LENGTH_MULTIPLE];
    private final Scratch queryMemory = new Scratch(NumberType.FLOAT);
    private final Scratch transposedMemory = new Scratch(NumberType.FLOAT);
    private final Scratch scoreMemory = new Scratch(NumberType.FLOAT);
    private final Scratch mixedMemory = new Scratch(NumberType.FLOAT);

    DecodeAttentionKernels(Dnnl dnnl, SoftmaxKernels softmax, Arithmetic arithmetic, Conversions conversions) {
        matmul = dnnl.matmul();
        this.softmax = softmax;
        this.arithmetic = arithmetic;
        this.conversions = conversions;
        standIns = new StandIns(conversions);
        Arrays.fill(hidden, AttentionMask.MASKED_SCORE);
    }

    /**
     * oneDNN 3.11 misreads some strided matrices, a single column with a wide row stride for instance, and gets dense
     * ones.
     */
    void attend(int heads, Tensor q, KeyValueWeights weights, Tensor cache, int length, Tensor out) {
        Tensor denseOut = standIns.denseOutput(OUT, out);
        KeyValueWeights denseWeights = new KeyValueWeights(
                standIns.dense(KEY, weights.key()), standIns.dense(VALUE, weights.value()), weights.valueBias());
        attendDense(heads, standIns.dense(QUERY, q), denseWeights, cache, length, denseOut);
        standIns.finish(denseOut, out);
    }

    private void attendDense(int heads, Tensor q, KeyValueWeights weights, Tensor cache, int length, Tensor out) {
        int batch = (int) q.dim(0);
        int capacity = (int) (cache.dim(0) / batch);
        int rounded = Math.min(capacity, Rounding.up(length, LENGTH_MULTIPLE));
        Tensor queries = queryMemory.matrix((long) batch * heads, q.dim(1));
        Tensor mixed = mixedMemory.matrix((long) batch * heads, q.dim(1));
        queries(heads, q, weights.key(), queries);
        for (int sequence = 0; sequence < batch; sequence += SEQUENCES_AT_ONCE) {
            int end = Math.min(batch, sequence + SEQUENCES_AT_ONCE);
            Tensor read = sequences(cache, sequence, end, capacity);
            Tensor scores = scoreMemory.matrix((end - sequence) * (long) heads, rounded);
            scores(heads, sequences(queries, sequence, end, heads), read, scores);
            hide(scores, length);
            softmax.forward(scores, scores);
            mix(heads, scores, read, sequences(mixed, sequence, end, heads));
        }
        values(heads, mixed, weights, out);
    }

    /** Returns the matrix rows of some sequences, {@code each} of which has as many. */
    private static Tensor sequences(Tensor matrix, long from, long to, long each) {
        return HostMemory.part(matrix, from * each, to * each);
    }

    /** Hides the positions beyond the length. */
    private void hide(Tensor scores, int length) {
        int rounded = (int) scores.dim(1);
        FloatBuffer floats = HostMemory.floats(scores);
        for (int sequence = 0; length < rounded && sequence < scores.dim(0); sequence++) {
            floats.put(sequence * rounded + length, hidden, 0, rounded - length);
        }
    }

    /** queries (B, H, C) = q (B, H, D) x key (H, D, C). */
    private void queries(int heads, Tensor q, Tensor key, Tensor queries) {
        long headDim = q.dim(1) / heads;
        Call call = matmul.call();
        blocks(call, heads, q);
        call.at(key, 0)
                .axis(heads, headDim * key.stride(0))
                .axis(headDim, rowStride(headDim, key.stride(0), key.dim(1)))
                .axis(key.dim(1), 1);
        headsFirst(call, heads, queries);
        call.run();
    }

    /**
     * scores (B, H, L) = queries (B, H, C) x cacheᵀ (B, C, L) / sqrt D. Computed transposed, (B, L, C) x (B, C, H): the
     * cache is much larger than the queries, and a product lays out its second factor again.
     */
    private void scores(int heads, Tensor queries, Tensor cache, Tensor scores) {
        long batch = queries.dim(0) / heads;
        long length = scores.dim(1);
        long width = cache.dim(1);
        Tensor transposed = transposedMemory.matrix(batch * length, heads);
        Call call = matmul.call();
        read(call, batch, length, cache);
        call.at(queries, 0).axis(batch, heads * width).axis(width, 1).axis(heads, width);
        batchFirst(call, length, transposed);
        call.scaled(1 / Math.sqrt((double) width / heads)).run();
        conversions.transposeBlocks(transposed, scores, batch);
    }

    /** mixed (B, H, C) = weights (B, H, L) x cache (B, L, C). */
    private void mix(int heads, Tensor weights, Tensor cache, Tensor mixed) {
        Call call = matmul.call();
        batchFirst(call, heads, weights);
        read(call, weights.dim(0) / heads, weights.dim(1), cache);
        batchFirst(call, heads, mixed);
        call.run();
    }

    /** out (B, H, D) = mixed (B, H, C) x valueᵀ (H, C, D) + bias. */
    private void values(int heads, Tensor mixed, KeyValueWeights weights, Tensor out) {
        Tensor value = weights.value();
        long headDim = out.dim(1) / heads;
        Call call = matmul.call();
        headsFirst(call, heads, mixed);
        call.at(value, 0)
                .axis(heads, headDim * value.stride(0))
                .axis(value.dim(1), 1)
                .axis(headDim, rowStride(headDim, value.stride(0), value.dim(1)));
        blocks(call, heads, out);
        call.run();
        arithmetic.addRowInPlace(out, weights.valueBias()); // oneDNN 3.11 crashes where the product is to add it
    }

    /** Names the first {@code length} positions of every sequence's cache as (B, L, C). */
    private static void read(Call call, long batch, long length, Tensor cache) {
        call.at(cache, 0)
                .axis(batch, cache.dim(0) / batch * cache.stride(0))
                .axis(length, cache.stride(0))
                .axis(cache.dim(1), 1);
    }

    /** Names a matrix (B, C) by its column blocks, as (H, B, D). */
    private static void blocks(Call call, int heads, Tensor matrix) {
        long headDim = matrix.dim(1) / heads;
        call.at(matrix, 0)
                .axis(heads, headDim)
                .axis(matrix.dim(0), rowStride(matrix.dim(0), matrix.stride(0), headDim))
                .axis(headDim, 1);
    }

    /** Names a dense (B*H, n) matrix as (H, B, n). */
    private static void headsFirst(Call call, int heads, Tensor matrix) {
        long batch = matrix.dim(0) / heads;
        long columns = matrix.dim(1);
        call.at(matrix, 0)
                .axis(heads, columns)
                .axis(batch, rowStride(batch, heads * columns, columns))
                .axis(columns, 1);
    }

    /** A single sequence has no next one: oneDNN 3.11 takes any other stride than the dense one for another layout. */
    private static long rowStride(long sequences, long stride, long columns) {
        return sequences == 1 ? columns : stride;
    }

    /** Names a dense (B*sequences, n) matrix as (B, sequences, n). */
    private static void batchFirst(Call call, long sequences, Tensor matrix) {
        long columns = matrix.dim(1);
        call.at(matrix, 0)
                .axis(matrix.dim(0) / sequences, sequences * columns)
                .axis(sequences, columns)
                .axis(columns, 1);
    }
}
