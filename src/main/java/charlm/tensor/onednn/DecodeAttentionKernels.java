package charlm.tensor.onednn;

import charlm.tensor.KeyValueWeights;
import charlm.tensor.Rounding;
import charlm.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Attention of one new position of every row over those read so far.
 *
 * <p>A product of one query with its keys is too thin to be fast, so all heads of a row go through one. For that a query
 * is not multiplied with keys but, through the weights of the keys, with what they are made from: q (W m) = (q W) m. That
 * is as wide for every head, so that H queries meet the same memory; and values are made of the mixture alone, not of every
 * position: sum(w (V m)) = V sum(w m). Neither keys nor values need to be kept.
 *
 * <p>The length is rounded up, so that few shapes serve a whole sequence; what is behind the length weighs nothing.
 */
final class DecodeAttentionKernels {
    private static final int LENGTH_MULTIPLE = 16;
    private static final int ROWS_AT_ONCE = 32; // what they have read is then still in the cache when it is mixed

    private final Dnnl dnnl;
    private final SoftmaxKernels softmax;
    private final Arithmetic arithmetic;
    private final Conversions conversions;
    private final DenseCopies dense;
    private final float[] hidden = new float[LENGTH_MULTIPLE];
    private final Scratch queryMemory = new Scratch(DataType.FLOAT);
    private final Scratch turnedMemory = new Scratch(DataType.FLOAT);
    private final Scratch scoreMemory = new Scratch(DataType.FLOAT);
    private final Scratch mixedMemory = new Scratch(DataType.FLOAT);

    DecodeAttentionKernels(Dnnl dnnl, SoftmaxKernels softmax, Arithmetic arithmetic, Conversions conversions) {
        this.dnnl = dnnl;
        this.softmax = softmax;
        this.arithmetic = arithmetic;
        this.conversions = conversions;
        dense = new DenseCopies(conversions);
        Arrays.fill(hidden, AttentionMask.MASKED_SCORE);
    }

    /** oneDNN 3.11 misreads some strided matrices, a single column with a wide row stride for instance: it gets dense ones. */
    void attend(int heads, Tensor q, KeyValueWeights weights, Tensor memory, int length, Tensor out) {
        Tensor denseOut = dense.output(1, out);
        KeyValueWeights denseWeights = new KeyValueWeights(
                dense.input(2, weights.key()), dense.input(3, weights.value()), weights.valueBias());
        attendDense(heads, dense.input(0, q), denseWeights, memory, length, denseOut);
        dense.finish(denseOut, out);
    }

    private void attendDense(int heads, Tensor q, KeyValueWeights weights, Tensor memory, int length, Tensor out) {
        int batch = (int) q.dim(0);
        int capacity = (int) (memory.dim(0) / batch);
        int rounded = Math.min(capacity, Rounding.up(length, LENGTH_MULTIPLE));
        Tensor queries = queryMemory.matrix((long) batch * heads, q.dim(1));
        Tensor mixed = mixedMemory.matrix((long) batch * heads, q.dim(1));
        queries(heads, q, weights.key(), queries);
        for (int row = 0; row < batch; row += ROWS_AT_ONCE) {
            int end = Math.min(batch, row + ROWS_AT_ONCE);
            Tensor read = rows(memory, row, end, capacity);
            Tensor scores = scoreMemory.matrix((end - row) * (long) heads, rounded);
            scores(heads, rows(queries, row, end, heads), read, scores);
            hide(scores, length);
            softmax.forward(scores, scores);
            mix(heads, scores, read, rows(mixed, row, end, heads));
        }
        values(heads, mixed, weights, out);
    }

    /** Returns what of a matrix belongs to some rows of the batch, {@code each} of its rows to one. */
    private static Tensor rows(Tensor matrix, long from, long to, long each) {
        return HostMemory.part(matrix, from * each, to * each);
    }

    /** Gives what is behind the length a score that weighs nothing. */
    private void hide(Tensor scores, int length) {
        int rounded = (int) scores.dim(1);
        FloatBuffer floats = HostMemory.floats(scores);
        for (int row = 0; length < rounded && row < scores.dim(0); row++) {
            floats.put(row * rounded + length, hidden, 0, rounded - length);
        }
    }

    /** queries (B, H, C) = q (B, H, D) x key (H, D, C). */
    private void queries(int heads, Tensor q, Tensor key, Tensor queries) {
        PlanKey planKey =
                dnnl.key(Operation.NEXT_QUERIES).add(heads).add(q).add(key).add(queries);
        Plan plan = dnnl.cache().find(planKey);
        if (plan == null) {
            long headDim = q.dim(1) / heads;
            memory.desc keys = Dnnl.desc(key.dataType(), new long[] {heads, headDim, key.dim(1)}, new long[] {
                headDim * key.stride(0), rowStride(headDim, key.stride(0), key.dim(1)), 1
            });
            Plan fresh = dnnl.matmulPlan(blocks(heads, q), keys, headsFirst(heads, queries), Dnnl.deterministic());
            plan = dnnl.cache().put(planKey, fresh);
        }
        plan.on(q).on(key).on(queries).run();
    }

    /**
     * scores (B, H, L) = queries (B, H, C) x memoryᵀ (B, C, L) / sqrt D. Computed the other way round and turned: the memory
     * is much larger than the queries, and the second factor is the one that a product lays out anew.
     */
    private void scores(int heads, Tensor queries, Tensor memory, Tensor scores) {
        long batch = queries.dim(0) / heads;
        Tensor turned = turnedMemory.matrix(batch * scores.dim(1), heads);
        PlanKey key = dnnl.key(Operation.NEXT_SCORES)
                .add(heads)
                .add(queries)
                .add(memory)
                .add(turned);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            plan = dnnl.cache().put(key, scoresPlan(heads, queries, memory, turned));
        }
        plan.on(memory).on(queries).on(turned).run();
        conversions.transposeBlocks(turned, scores, batch);
    }

    /** turned (B, L, H) = memory (B, L, C) x queriesᵀ (B, C, H) / sqrt D. */
    private Plan scoresPlan(int heads, Tensor queries, Tensor memory, Tensor turned) {
        long width = memory.dim(1);
        float scale = (float) (1 / Math.sqrt((double) width / heads));
        long batch = queries.dim(0) / heads;
        long length = turned.dim(0) / batch;
        memory.desc transposed =
                Dnnl.desc(queries.dataType(), new long[] {batch, width, heads}, new long[] {heads * width, 1, width});
        memory.desc out =
                Dnnl.desc(turned.dataType(), new long[] {batch, length, heads}, new long[] {length * heads, heads, 1});
        return dnnl.matmulPlan(read(batch, length, memory), transposed, out, Dnnl.scaled(scale));
    }

    /** The first {@code length} positions of every row's memory as (B, L, C). */
    private static memory.desc read(long batch, long length, Tensor memory) {
        return Dnnl.desc(memory.dataType(), new long[] {batch, length, memory.dim(1)}, new long[] {
            memory.dim(0) / batch * memory.stride(0), memory.stride(0), 1
        });
    }

    /** mixed (B, H, C) = shares (B, H, L) x memory (B, L, C). */
    private void mix(int heads, Tensor shares, Tensor memory, Tensor mixed) {
        PlanKey key =
                dnnl.key(Operation.NEXT_MIX).add(heads).add(shares).add(memory).add(mixed);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            long batch = shares.dim(0) / heads;
            Plan fresh = dnnl.matmulPlan(
                    batchFirst(heads, shares),
                    read(batch, shares.dim(1), memory),
                    batchFirst(heads, mixed),
                    Dnnl.deterministic());
            plan = dnnl.cache().put(key, fresh);
        }
        plan.on(shares).on(memory).on(mixed).run();
    }

    /** out (B, H, D) = mixed (B, H, C) x valueᵀ (H, C, D) + bias. */
    private void values(int heads, Tensor mixed, KeyValueWeights weights, Tensor out) {
        PlanKey key = dnnl.key(Operation.NEXT_VALUES)
                .add(heads)
                .add(mixed)
                .add(weights.value())
                .add(out);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            plan = dnnl.cache().put(key, valuesPlan(heads, mixed, weights.value(), out));
        }
        plan.on(mixed).on(weights.value()).on(out).run();
        arithmetic.addRowInPlace(out, weights.valueBias()); // oneDNN 3.11 crashes where the product is to add it
    }

    private Plan valuesPlan(int heads, Tensor mixed, Tensor value, Tensor out) {
        long headDim = out.dim(1) / heads;
        memory.desc transposed = Dnnl.desc(value.dataType(), new long[] {heads, value.dim(1), headDim}, new long[] {
            headDim * value.stride(0), 1, rowStride(headDim, value.stride(0), value.dim(1))
        });
        return dnnl.matmulPlan(headsFirst(heads, mixed), transposed, blocks(heads, out), Dnnl.deterministic());
    }

    /** Describes a matrix (B, C) by its column blocks, as (H, B, D). */
    private static memory.desc blocks(int heads, Tensor matrix) {
        long headDim = matrix.dim(1) / heads;
        return Dnnl.desc(matrix.dataType(), new long[] {heads, matrix.dim(0), headDim}, new long[] {
            headDim, rowStride(matrix.dim(0), matrix.stride(0), headDim), 1
        });
    }

    /** Describes a dense (B*H, n) matrix as (H, B, n). */
    private static memory.desc headsFirst(int heads, Tensor matrix) {
        long batch = matrix.dim(0) / heads;
        long columns = matrix.dim(1);
        return Dnnl.desc(matrix.dataType(), new long[] {heads, batch, columns}, new long[] {
            columns, rowStride(batch, heads * columns, columns), 1
        });
    }

    /** A single row has no next one: oneDNN 3.11 takes any other stride than the dense one for another layout. */
    private static long rowStride(long rows, long stride, long columns) {
        return rows == 1 ? columns : stride;
    }

    /** Describes a dense (B*H, n) matrix as (B, H, n). */
    private static memory.desc batchFirst(int heads, Tensor matrix) {
        long columns = matrix.dim(1);
        return Dnnl.desc(matrix.dataType(), new long[] {matrix.dim(0) / heads, heads, columns}, new long[] {
            heads * columns, columns, 1
        });
    }
}
