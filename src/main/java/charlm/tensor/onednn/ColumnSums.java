package charlm.tensor.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import charlm.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/** Adds the sums of a matrix's columns to a vector: a product with a row of ones. */
final class ColumnSums {
    private final Dnnl dnnl;
    private final List<Tensor> ones = new ArrayList<>();

    ColumnSums(Dnnl dnnl) {
        this.dnnl = dnnl;
    }

    /** vector (C) += ones (N) times matrix (N, C). */
    void addTo(Tensor vector, Tensor matrix) {
        Tensor row = onesLike(matrix);
        PlanKey key = dnnl.key(Operation.COLUMN_SUMS).add(matrix).add(vector);
        Plan plan = dnnl.cache().find(key);
        if (plan == null) {
            plan = dnnl.cache().put(key, plan(row, matrix, vector));
        }
        plan.on(row).on(matrix).on(vector).run();
    }

    private Plan plan(Tensor row, Tensor matrix, Tensor vector) {
        primitive_attr accumulating = Dnnl.deterministic();
        post_ops operations = new post_ops();
        operations.append_sum();
        accumulating.set_post_ops(operations);
        return dnnl.newPlan()
                .executing(dnnl.matmul(Dnnl.desc(row), Dnnl.desc(matrix), null, Dnnl.row(vector), accumulating))
                .argument(DNNL_ARG_SRC, Dnnl.desc(row))
                .argument(DNNL_ARG_WEIGHTS, Dnnl.desc(matrix))
                .argument(DNNL_ARG_DST, Dnnl.row(vector));
    }

    private Tensor onesLike(Tensor matrix) {
        long rows = matrix.dim(0);
        for (int i = 0; i < ones.size(); i++) {
            Tensor known = ones.get(i);
            if (known.dataType() == matrix.dataType() && known.hasShape(1, rows)) {
                return known;
            }
        }
        Tensor fresh = AlignedMemory.allocate(matrix.dataType(), 1, rows);
        fresh.array().assign(1);
        ones.add(fresh);
        return fresh;
    }
}
