package charlm.tensor.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import charlm.tensor.Tensor;
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
            reorder.primitive_desc description = new reorder.primitive_desc(
                    dnnl.engine(), Dnnl.desc(from), dnnl.engine(), Dnnl.desc(to), Dnnl.deterministic(), false);
            Plan fresh = dnnl.newPlan()
                    .executing(new reorder(description))
                    .argument(DNNL_ARG_FROM, Dnnl.desc(from))
                    .argument(DNNL_ARG_TO, Dnnl.desc(to));
            plan = dnnl.cache().put(key, fresh);
        }
        plan.on(from).on(to).run();
    }
}
