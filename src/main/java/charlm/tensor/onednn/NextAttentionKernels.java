package charlm.tensor.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import charlm.tensor.Tensor;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Attention of one new position of every row over those kept so far.
 *
 * <p>A product of one query with its keys is too thin to be fast. All heads of a row go through one product instead: the
 * query stands in the diagonal blocks of a (H, C) matrix of zeros, and the diagonal blocks of the result are taken. H
 * times the work, at many times the rate. The length is rounded up, so that few shapes serve a whole sequence; what is
 * behind the length weighs nothing.
 */
final class NextAttentionKernels {
    private static final int LENGTH_MULTIPLE = 16;
    private static final int SECOND_POST_OP = DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * 2 | DNNL_ARG_SRC_1;

    private final Dnnl dnnl;
    private final SoftmaxKernels softmax;
    private final LengthMasks masks = new LengthMasks();
    private final DiagonalBlocks blocks = new DiagonalBlocks();
    private final Scratch scoreMemory = new Scratch(DataType.FLOAT);
    private final RowLoops rows = new RowLoops();

    NextAttentionKernels(Dnnl dnnl, SoftmaxKernels softmax) {
        this.dnnl = dnnl;
        this.softmax = softmax;
    }

    void attend(int heads, Tensor q, Tensor k, Tensor v, int length, Tensor out) {
        int capacity = (int) (k.dim(0) / q.dim(0));
        int rounded = Math.min(capacity, (length + LENGTH_MULTIPLE - 1) / LENGTH_MULTIPLE * LENGTH_MULTIPLE);
        if (rounded == 1) {
            rows.copy(v, out); // the only position has all the weight
            return;
        }
        Tensor spread = blocks.spread(q, heads);
        Tensor scores = scoreMemory.matrix(q.dim(0) * heads, rounded);
        scores(heads, spread, k, masks.of(length, rounded), scores);
        softmax.forward(scores, scores);
        Tensor mixed = blocks.result(q, heads);
        mix(heads, scores, v, mixed);
        blocks.collect(mixed, heads, out);
    }

    /** scores (B, H, L) = spread (B, H, C) x kᵀ (B, C, L) / sqrt D + mask. */
    private void scores(int heads, Tensor spread, Tensor k, Tensor mask, Tensor scores) {
        PlanKey key =
                dnnl.key(Operation.NEXT_SCORES).add(heads).add(spread).add(k).add(scores);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            plan = dnnl.cache().put(key, scoresPlan(heads, spread, k, mask, scores));
        }
        plan.on(spread).on(k).on(scores).on(mask).run();
    }

    private Plan scoresPlan(int heads, Tensor spread, Tensor k, Tensor mask, Tensor scores) {
        post_ops operations = new post_ops();
        double headDim = (double) k.dim(1) / heads;
        operations.append_eltwise(algorithm.eltwise_linear.value, (float) (1 / Math.sqrt(headDim)), 0);
        operations.append_binary(algorithm.binary_add.value, Dnnl.desc(mask));
        primitive_attr attributes = Dnnl.deterministic();
        attributes.set_post_ops(operations);
        long batch = spread.dim(0) / heads;
        long kept = k.dim(0) / batch * k.stride(0);
        memory.desc keys =
                Dnnl.desc(k.dataType(), new long[] {batch, k.dim(1), scores.dim(1)}, new long[] {kept, 1, k.stride(0)});
        return matmul(stack(spread, heads), keys, stack(scores, heads), attributes)
                .argument(SECOND_POST_OP, Dnnl.desc(mask));
    }

    /** mixed (B, H, C) = weights (B, H, L) x v (B, L, C). */
    private void mix(int heads, Tensor weights, Tensor v, Tensor mixed) {
        PlanKey key =
                dnnl.key(Operation.NEXT_MIX).add(heads).add(weights).add(v).add(mixed);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            long batch = weights.dim(0) / heads;
            long kept = v.dim(0) / batch * v.stride(0);
            memory.desc values = Dnnl.desc(
                    v.dataType(), new long[] {batch, weights.dim(1), v.dim(1)}, new long[] {kept, v.stride(0), 1});
            Plan fresh = matmul(stack(weights, heads), values, stack(mixed, heads), Dnnl.deterministic());
            plan = dnnl.cache().put(key, fresh);
        }
        plan.on(weights).on(v).on(mixed).run();
    }

    private Plan matmul(memory.desc source, memory.desc weights, memory.desc out, primitive_attr attributes) {
        return dnnl.newPlan()
                .executing(dnnl.matmul(source, weights, null, out, attributes))
                .argument(DNNL_ARG_SRC, source)
                .argument(DNNL_ARG_WEIGHTS, weights)
                .argument(DNNL_ARG_DST, out);
    }

    /** Describes a dense (B*H, n) matrix as (B, H, n). */
    private static memory.desc stack(Tensor matrix, int heads) {
        long columns = matrix.dim(1);
        return Dnnl.desc(matrix.dataType(), new long[] {matrix.dim(0) / heads, heads, columns}, new long[] {
            heads * columns, columns, 1
        });
    }
}
