package charlm.tensor.onednn;

import charlm.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

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
            Plan fresh = dnnl.matmulPlan(Dnnl.desc(row), Dnnl.desc(matrix), Dnnl.row(vector), Dnnl.accumulating());
            plan = dnnl.cache().put(key, fresh);
        }
        plan.on(row).on(matrix).on(vector).run();
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
