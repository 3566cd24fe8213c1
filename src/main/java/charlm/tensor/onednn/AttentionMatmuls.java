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
    private final Dnnl dnnl;

    AttentionMatmuls(Dnnl dnnl) {
        this.dnnl = dnnl;
    }

    /** scores = q kᵀ / sqrt D. */
    void scores(SequenceSlice row, Tensor q, Tensor k, Tensor scores, long from) {
        PlanKey key = key(Operation.SCORES, row, q, k, scores, 1);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            Plan fresh = dnnl.matmulPlan(
                    queries(row, q), keysTransposed(row, k), weights(row, scores), Dnnl.scaled(row.scoreScale()));
            plan = dnnl.cache().put(key, fresh);
        }
        plan.onRow(q, row.queryStart())
                .onRow(k, row.keyStart())
                .on(scores, from)
                .run();
    }

    /** out = weights v * scale. */
    void attended(SequenceSlice row, Tensor weights, long from, Tensor v, float scale, Tensor out) {
        PlanKey key = key(Operation.ATTENDED, row, weights, v, out, scale);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            Plan fresh = dnnl.matmulPlan(weights(row, weights), keys(row, v), queries(row, out), Dnnl.scaled(scale));
            plan = dnnl.cache().put(key, fresh);
        }
        plan.on(weights, from)
                .onRow(v, row.keyStart())
                .onRow(out, row.outStart())
                .run();
    }

    /** dV = weightsᵀ dOut * scale. */
    void valueGradient(SequenceSlice row, Tensor weights, long from, Tensor dOut, float scale, Tensor dV) {
        PlanKey key = key(Operation.VALUE_GRADIENT, row, weights, dOut, dV, scale);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            Plan fresh = dnnl.matmulPlan(
                    weightsTransposed(row, weights), queries(row, dOut), keys(row, dV), Dnnl.scaled(scale));
            plan = dnnl.cache().put(key, fresh);
        }
        plan.on(weights, from)
                .onRow(dOut, row.outStart())
                .onRow(dV, row.keyStart())
                .run();
    }

    /** dWeights = dOut vᵀ * scale * kept, bytes; kept may be null for 1. */
    void weightGradient(SequenceSlice row, Tensor dOut, Tensor v, float scale, Tensor kept, Tensor dWeights) {
        PlanKey key =
                key(Operation.WEIGHT_GRADIENT, row, dOut, v, dWeights, scale).add(kept == null ? 0 : 1);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            plan = dnnl.cache().put(key, weightGradientPlan(row, dOut, v, scale, kept, dWeights));
        }
        plan.onRow(dOut, row.outStart()).onRow(v, row.keyStart()).on(dWeights);
        if (kept != null) {
            plan.on(kept);
        }
        plan.run();
    }

    private Plan weightGradientPlan(
            SequenceSlice row, Tensor dOut, Tensor v, float scale, Tensor kept, Tensor dWeights) {
        post_ops operations = new post_ops();
        operations.append_eltwise(algorithm.eltwise_linear.value, scale, 0);
        if (kept != null) {
            operations.append_binary(algorithm.binary_mul.value, weights(row, kept));
        }
        Plan plan = dnnl.matmulPlan(
                queries(row, dOut), keysTransposed(row, v), weights(row, dWeights), Dnnl.deterministic(operations));
        return kept == null ? plan : plan.argument(Dnnl.SECOND_POST_OP, weights(row, kept));
    }

    /** dQ = dScores k / sqrt D; a shared query has a dQ of every row, where its output is. */
    void queryGradient(SequenceSlice row, Tensor dScores, Tensor k, Tensor dQ) {
        PlanKey key = key(Operation.QUERY_GRADIENT, row, dScores, k, dQ, 1);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            Plan fresh = dnnl.matmulPlan(
                    weights(row, dScores), keys(row, k), queries(row, dQ), Dnnl.scaled(row.scoreScale()));
            plan = dnnl.cache().put(key, fresh);
        }
        plan.on(dScores).onRow(k, row.keyStart()).onRow(dQ, row.outStart()).run();
    }

    /** dK = dScoresᵀ q / sqrt D. */
    void keyGradient(SequenceSlice row, Tensor dScores, Tensor q, Tensor dK) {
        PlanKey key = key(Operation.KEY_GRADIENT, row, dScores, q, dK, 1);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            Plan fresh = dnnl.matmulPlan(
                    weightsTransposed(row, dScores), queries(row, q), keys(row, dK), Dnnl.scaled(row.scoreScale()));
            plan = dnnl.cache().put(key, fresh);
        }
        plan.on(dScores).onRow(q, row.queryStart()).onRow(dK, row.keyStart()).run();
    }

    private PlanKey key(Operation operation, SequenceSlice row, Tensor a, Tensor b, Tensor c, double scale) {
        PlanKey key = dnnl.key(operation)
                .add(row.heads())
                .add(row.queries())
                .add(row.keys())
                .add(row.headDim())
                .add(scale);
        return layout(layout(layout(key, a), b), c);
    }

    /** Adds what a view depends on beside the extents: how many rows the whole matrix has is of no consequence. */
    private static PlanKey layout(PlanKey key, Tensor tensor) {
        return key.add(tensor.dataType().ordinal()).add(tensor.stride(0));
    }

    /** q, out, or the gradient of one as (1, H, Tq, D). */
    private static memory.desc queries(SequenceSlice row, Tensor q) {
        return heads(row.queries(), row, q);
    }

    /** k, v, or the gradient of one as (1, H, Tk, D). */
    private static memory.desc keys(SequenceSlice row, Tensor k) {
        return heads(row.keys(), row, k);
    }

    /** k or v as (1, H, D, Tk). */
    private static memory.desc keysTransposed(SequenceSlice row, Tensor k) {
        long stride = k.stride(0);
        return Dnnl.desc(k.dataType(), new long[] {1, row.heads(), row.headDim(), row.keys()}, new long[] {
            row.keys() * stride, row.headDim(), 1, stride
        });
    }

    private static memory.desc heads(long length, SequenceSlice row, Tensor matrix) {
        long rowStride = matrix.stride(0);
        return Dnnl.desc(matrix.dataType(), new long[] {1, row.heads(), length, row.headDim()}, new long[] {
            length * rowStride, row.headDim(), rowStride, 1
        });
    }

    /** Weights, scores or bytes for each as (1, H, Tq, Tk). */
    private static memory.desc weights(SequenceSlice row, Tensor weights) {
        return weights(row, weights, row.queries(), row.keys(), row.keys(), 1);
    }

    /** Weights or scores as (1, H, Tk, Tq). */
    private static memory.desc weightsTransposed(SequenceSlice row, Tensor weights) {
        return weights(row, weights, row.keys(), row.queries(), 1, row.keys());
    }

    private static memory.desc weights(
            SequenceSlice row, Tensor weights, long rows, long columns, long rowStride, long columnStride) {
        return Dnnl.desc(weights.dataType(), new long[] {1, row.heads(), rows, columns}, new long[] {
            row.weights(), rows * columns, rowStride, columnStride
        });
    }
}
