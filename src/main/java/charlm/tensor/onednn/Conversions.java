package charlm.tensor.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import charlm.tensor.Tensor;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;

/** Copies between types, between layouts, or both; a shorter type rounds to nearest. */
final class Conversions {
    private final Dnnl dnnl;

    Conversions(Dnnl dnnl) {
        this.dnnl = dnnl;
    }

    /** to = from, same shapes. */
    void convert(Tensor from, Tensor to) {
        PlanKey key = dnnl.key(Operation.CONVERT).add(from).add(to);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            plan = dnnl.cache().put(key, plan(Dnnl.desc(from), Dnnl.desc(to)));
        }
        plan.on(from).on(to).run();
    }

    /** to = fromᵀ, matrices. */
    void transpose(Tensor from, Tensor to) {
        PlanKey key = dnnl.key(Operation.TRANSPOSE).add(from).add(to);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            plan = dnnl.cache().put(key, plan(Dnnl.transposed(from), Dnnl.desc(to)));
        }
        plan.on(from).on(to).run();
    }

    /** to = fromᵀ of {@code blocks} matrices, one below the other in both; contiguous. */
    void transposeBlocks(Tensor from, Tensor to, long blocks) {
        PlanKey key = dnnl.key(Operation.TRANSPOSE_BLOCKS).add(blocks).add(from).add(to);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            long rows = to.dim(0) / blocks;
            long columns = to.dim(1);
            long[] extents = {blocks, rows, columns};
            memory.desc turned = Dnnl.desc(from.dataType(), extents, new long[] {rows * columns, 1, rows});
            memory.desc straight = Dnnl.desc(to.dataType(), extents, new long[] {rows * columns, columns, 1});
            plan = dnnl.cache().put(key, plan(turned, straight));
        }
        plan.on(from).on(to).run();
    }

    private Plan plan(memory.desc from, memory.desc to) {
        reorder.primitive_desc description =
                new reorder.primitive_desc(dnnl.engine(), from, dnnl.engine(), to, Dnnl.deterministic(), false);
        return dnnl.newPlan()
                .executing(new reorder(description))
                .argument(DNNL_ARG_FROM, from)
                .argument(DNNL_ARG_TO, to);
    }
}
