package charlm.tensor.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import charlm.tensor.AttentionShape;
import charlm.tensor.Tensor;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/** The six matmuls of attention in one row of the batch, over (1, H, rows, columns) views described by strides. */
final class AttentionMatmuls {
    private static final int SECOND_POST_OP = DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * 2 | DNNL_ARG_SRC_1;

    private final Dnnl dnnl;

    AttentionMatmuls(Dnnl dnnl) {
        this.dnnl = dnnl;
    }

    /** scores = q kᵀ / sqrt D. */
    void scores(AttentionShape shape, Tensor q, Tensor k, Tensor scores) {
        PlanKey key = key(Operation.SCORES, shape, q, k, scores, 1);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            Plan fresh = matmul(
                    queries(shape, q), keysTransposed(shape, k), Dnnl.desc(scores), scaled((float) shape.scoreScale()));
            plan = dnnl.cache().put(key, fresh);
        }
        plan.on(q).on(k).on(scores).run();
    }

    /** out = weights v * scale. */
    void attended(AttentionShape shape, Tensor weights, Tensor v, float scale, Tensor out) {
        PlanKey key = key(Operation.ATTENDED, shape, weights, v, out, scale);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            Plan fresh = matmul(Dnnl.desc(weights), keys(shape, v), queries(shape, out), scaled(scale));
            plan = dnnl.cache().put(key, fresh);
        }
        plan.on(weights).on(v).on(out).run();
    }

    /** dV = weightsᵀ dOut * scale. */
    void valueGradient(AttentionShape shape, Tensor weights, Tensor dOut, float scale, Tensor dV) {
        PlanKey key = key(Operation.VALUE_GRADIENT, shape, weights, dOut, dV, scale);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            Plan fresh =
                    matmul(weightsTransposed(shape, weights), queries(shape, dOut), keys(shape, dV), scaled(scale));
            plan = dnnl.cache().put(key, fresh);
        }
        plan.on(weights).on(dOut).on(dV).run();
    }

    /** dWeights = dOut vᵀ * scale * factors; factors may be null for 1. */
    void weightGradient(AttentionShape shape, Tensor dOut, Tensor v, float scale, Tensor factors, Tensor dWeights) {
        PlanKey key =
                key(Operation.WEIGHT_GRADIENT, shape, dOut, v, dWeights, scale).add(factors == null ? 0 : 1);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            plan = dnnl.cache().put(key, weightGradientPlan(shape, dOut, v, scale, factors, dWeights));
        }
        plan.on(dOut).on(v).on(dWeights);
        if (factors != null) {
            plan.on(factors);
        }
        plan.run();
    }

    private Plan weightGradientPlan(
            AttentionShape shape, Tensor dOut, Tensor v, float scale, Tensor factors, Tensor dWeights) {
        post_ops operations = new post_ops();
        operations.append_eltwise(algorithm.eltwise_linear.value, scale, 0);
        if (factors != null) {
            operations.append_binary(algorithm.binary_mul.value, Dnnl.desc(factors));
        }
        primitive_attr attributes = Dnnl.deterministic();
        attributes.set_post_ops(operations);
        Plan plan = matmul(queries(shape, dOut), keysTransposed(shape, v), Dnnl.desc(dWeights), attributes);
        return factors == null ? plan : plan.argument(SECOND_POST_OP, Dnnl.desc(factors));
    }

    /** dQ = dScores k / sqrt D. */
    void queryGradient(AttentionShape shape, Tensor dScores, Tensor k, Tensor dQ) {
        PlanKey key = key(Operation.QUERY_GRADIENT, shape, dScores, k, dQ, 1);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            Plan fresh =
                    matmul(Dnnl.desc(dScores), keys(shape, k), queries(shape, dQ), scaled((float) shape.scoreScale()));
            plan = dnnl.cache().put(key, fresh);
        }
        plan.on(dScores).on(k).on(dQ).run();
    }

    /** dK = dScoresᵀ q / sqrt D. */
    void keyGradient(AttentionShape shape, Tensor dScores, Tensor q, Tensor dK) {
        PlanKey key = key(Operation.KEY_GRADIENT, shape, dScores, q, dK, 1);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            Plan fresh = matmul(weightsTransposed(shape, dScores), queries(shape, q), keys(shape, dK), scaled((float)
                    shape.scoreScale()));
            plan = dnnl.cache().put(key, fresh);
        }
        plan.on(dScores).on(q).on(dK).run();
    }

    private PlanKey key(Operation operation, AttentionShape shape, Tensor a, Tensor b, Tensor c, double scale) {
        return dnnl.key(operation)
                .add(shape.heads())
                .add(shape.queries())
                .add(shape.keys())
                .add(shape.headDim())
                .add(a)
                .add(b)
                .add(c)
                .add(scale);
    }

    private Plan matmul(memory.desc source, memory.desc weights, memory.desc out, primitive_attr attributes) {
        return dnnl.newPlan()
                .executing(dnnl.matmul(source, weights, null, out, attributes))
                .argument(DNNL_ARG_SRC, source)
                .argument(DNNL_ARG_WEIGHTS, weights)
                .argument(DNNL_ARG_DST, out);
    }

    private static primitive_attr scaled(float scale) {
        primitive_attr attributes = Dnnl.deterministic();
        if (scale != 1) {
            post_ops operations = new post_ops();
            operations.append_eltwise(algorithm.eltwise_linear.value, scale, 0);
            attributes.set_post_ops(operations);
        }
        return attributes;
    }

    /** q, out, or the gradient of one as (1, H, Tq, D). */
    private static memory.desc queries(AttentionShape shape, Tensor q) {
        return heads(shape.queries(), shape, q);
    }

    /** k, v, or the gradient of one as (1, H, Tk, D). */
    private static memory.desc keys(AttentionShape shape, Tensor k) {
        return heads(shape.keys(), shape, k);
    }

    /** k or v as (1, H, D, Tk). */
    private static memory.desc keysTransposed(AttentionShape shape, Tensor k) {
        long stride = k.stride(0);
        return Dnnl.desc(k.dataType(), new long[] {1, shape.heads(), shape.headDim(), shape.keys()}, new long[] {
            shape.keys() * stride, shape.headDim(), 1, stride
        });
    }

    private static memory.desc heads(long length, AttentionShape shape, Tensor matrix) {
        long rowStride = matrix.stride(0);
        return Dnnl.desc(matrix.dataType(), new long[] {1, shape.heads(), length, shape.headDim()}, new long[] {
            length * rowStride, shape.headDim(), rowStride, 1
        });
    }

    /** Contiguous weights (1, H, Tq, Tk) as (1, H, Tk, Tq). */
    private static memory.desc weightsTransposed(AttentionShape shape, Tensor weights) {
        long queries = shape.queries();
        long keys = shape.keys();
        return Dnnl.desc(weights.dataType(), new long[] {1, shape.heads(), keys, queries}, new long[] {
            shape.heads() * queries * keys, queries * keys, 1, keys
        });
    }
}
