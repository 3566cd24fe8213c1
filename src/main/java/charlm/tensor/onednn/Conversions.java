package charlm.tensor.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import charlm.tensor.Tensor;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.reorder;

/** Copies between types, between layouts, or both; a shorter type rounds to nearest. */
final class Conversions {
    private final Kernel reorder;

    Conversions(Dnnl dnnl) {
        engine engine = dnnl.engine();
        reorder = dnnl.kernel(
                (layouts, attributes) -> new reorder(
                        new reorder.primitive_desc(engine, layouts[0], engine, layouts[1], attributes, false)),
                DNNL_ARG_FROM,
                DNNL_ARG_TO);
    }

    /** to = from, same shapes. */
    void convert(Tensor from, Tensor to) {
        reorder.call().on(from).on(to).run();
    }

    /** to = fromᵀ, matrices. */
    void transpose(Tensor from, Tensor to) {
        reorder.call().onTransposed(from).on(to).run();
    }

    /** to = fromᵀ of {@code blocks} matrices, one below the other in both; contiguous. */
    void transposeBlocks(Tensor from, Tensor to, long blocks) {
        long rows = to.dim(0) / blocks;
        long columns = to.dim(1);
        reorder.call()
                .at(from, 0)
                .axis(blocks, rows * columns)
                .axis(rows, 1)
                .axis(columns, rows)
                .at(to, 0)
                .axis(blocks, rows * columns)
                .axis(rows, columns)
                .axis(columns, 1)
                .run();
    }
}
