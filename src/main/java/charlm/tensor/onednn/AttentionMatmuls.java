package charlm.tensor.onednn;

import charlm.tensor.Tensor;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;

/**
 * The six matmuls of attention in one row of the batch, over (1, H, rows, columns) views described by strides. Matrices are
 * those of the whole batch; of the (H, Tq, Tk) weights of a row it is said at which element they begin, or they are at 0.
 */
final class AttentionMatmuls {
    private final SequenceSlice slice;
    private final Dnnl dnnl;

    AttentionMatmuls(SequenceSlice slice, Dnnl dnnl) {
        this.slice = slice;
        this.dnnl = dnnl;
    }

    /** scores = q kᵀ / sqrt D. */
    void scores(Tensor q, Tensor k, Tensor scores, long from) {
        PlanKey key = key(Operation.SCORES, q, k, scores, 1);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            Plan fresh =
                    dnnl.matmulPlan(queries(q), keysTransposed(k), weights(scores), Dnnl.scaled(slice.scoreScale()));
            plan = dnnl.cache().put(key, fresh);
        }
        plan.onRow(q, slice.queryStart())
                .onRow(k, slice.keyStart())
                .on(scores, from)
                .run();
    }

    /** out = weights v * scale. */
    void attended(Tensor weights, long from, Tensor v, float scale, Tensor out) {
        PlanKey key = key(Operation.ATTENDED, weights, v, out, scale);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            Plan fresh = dnnl.matmulPlan(weights(weights), keys(v), queries(out), Dnnl.scaled(scale));
            plan = dnnl.cache().put(key, fresh);
        }
        plan.on(weights, from)
                .onRow(v, slice.keyStart())
                .onRow(out, slice.outStart())
                .run();
    }

    /** dV = weightsᵀ dOut * scale. */
    void valueGradient(Tensor weights, long from, Tensor dOut, float scale, Tensor dV) {
        PlanKey key = key(Operation.VALUE_GRADIENT, weights, dOut, dV, scale);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            Plan fresh = dnnl.matmulPlan(weightsTransposed(weights), queries(dOut), keys(dV), Dnnl.scaled(scale));
            plan = dnnl.cache().put(key, fresh);
        }
        plan.on(weights, from)
                .onRow(dOut, slice.outStart())
                .onRow(dV, slice.keyStart())
                .run();
    }

    /** dWeights = dOut vᵀ * scale * bytes, bytes; bytes may be null for 1. */
    void weightGradient(Tensor dOut, Tensor v, float scale, Tensor bytes, Tensor dWeights) {
        PlanKey key = key(Operation.WEIGHT_GRADIENT, dOut, v, dWeights, scale).add(bytes == null ? 0 : 1);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            plan = dnnl.cache().put(key, weightGradientPlan(dOut, v, scale, bytes, dWeights));
        }
        plan.onRow(dOut, slice.outStart()).onRow(v, slice.keyStart()).on(dWeights);
        if (bytes != null) {
            plan.on(bytes);
        }
        plan.run();
    }

    private Plan weightGradientPlan(Tensor dOut, Tensor v, float scale, Tensor bytes, Tensor dWeights) {
        post_ops operations = new post_ops();
        operations.append_eltwise(algorithm.eltwise_linear.value, scale, 0);
        if (bytes != null) {
            operations.append_binary(algorithm.binary_mul.value, weights(bytes));
        }
        Plan plan =
                dnnl.matmulPlan(queries(dOut), keysTransposed(v), weights(dWeights), Dnnl.deterministic(operations));
        return bytes == null ? plan : plan.argument(Dnnl.SECOND_POST_OP, weights(bytes));
    }

    /** dQ = dScores k / sqrt D; a shared query has a dQ of every row, where its output is. */
    void queryGradient(Tensor dScores, Tensor k, Tensor dQ) {
        PlanKey key = key(Operation.QUERY_GRADIENT, dScores, k, dQ, 1);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            Plan fresh = dnnl.matmulPlan(weights(dScores), keys(k), queries(dQ), Dnnl.scaled(slice.scoreScale()));
            plan = dnnl.cache().put(key, fresh);
        }
        plan.on(dScores).onRow(k, slice.keyStart()).onRow(dQ, slice.outStart()).run();
    }

    /** dK = dScoresᵀ q / sqrt D. */
    void keyGradient(Tensor dScores, Tensor q, Tensor dK) {
        PlanKey key = key(Operation.KEY_GRADIENT, dScores, q, dK, 1);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            Plan fresh =
                    dnnl.matmulPlan(weightsTransposed(dScores), queries(q), keys(dK), Dnnl.scaled(slice.scoreScale()));
            plan = dnnl.cache().put(key, fresh);
        }
        plan.on(dScores)
                .onRow(q, slice.queryStart())
                .onRow(dK, slice.keyStart())
                .run();
    }

    private PlanKey key(Operation operation, Tensor a, Tensor b, Tensor c, double scale) {
        PlanKey key = dnnl.key(operation)
                .add(slice.heads())
                .add(slice.queries())
                .add(slice.keys())
                .add(slice.headDim())
                .add(scale);
        return layout(layout(layout(key, a), b), c);
    }

    /** Adds what a view depends on beside the extents: how many rows the whole matrix has is of no consequence. */
    private static PlanKey layout(PlanKey key, Tensor tensor) {
        return key.add(tensor.dataType().ordinal()).add(tensor.stride(0));
    }

    /** q, out, or the gradient of one as (1, H, Tq, D). */
    private memory.desc queries(Tensor q) {
        return heads(slice.queries(), q);
    }

    /** k, v, or the gradient of one as (1, H, Tk, D). */
    private memory.desc keys(Tensor k) {
        return heads(slice.keys(), k);
    }

    /** k or v as (1, H, D, Tk). */
    private memory.desc keysTransposed(Tensor k) {
        long stride = k.stride(0);
        return Dnnl.desc(k.dataType(), new long[] {1, slice.heads(), slice.headDim(), slice.keys()}, new long[] {
            slice.keys() * stride, slice.headDim(), 1, stride
        });
    }

    private memory.desc heads(long length, Tensor matrix) {
        long rowStride = matrix.stride(0);
        return Dnnl.desc(matrix.dataType(), new long[] {1, slice.heads(), length, slice.headDim()}, new long[] {
            length * rowStride, slice.headDim(), rowStride, 1
        });
    }

    /** Weights, scores or bytes for each as (1, H, Tq, Tk). */
    private memory.desc weights(Tensor weights) {
        return weights(weights, slice.queries(), slice.keys(), slice.keys(), 1);
    }

    /** Weights or scores as (1, H, Tk, Tq). */
    private memory.desc weightsTransposed(Tensor weights) {
        return weights(weights, slice.keys(), slice.queries(), 1, slice.keys());
    }

    private memory.desc weights(Tensor weights, long rows, long columns, long rowStride, long columnStride) {
        return Dnnl.desc(weights.dataType(), new long[] {1, slice.heads(), rows, columns}, new long[] {
            slice.weights(), rows * columns, rowStride, columnStride
        });
    }
}
