package charlm.tensor.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import charlm.tensor.Tensor;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl.algorithm;

/** Sums and products of two tensors of one shape, of any types. */
final class Arithmetic {
    private final Kernel add;
    private final Kernel multiply;

    Arithmetic(Dnnl dnnl) {
        add = kernel(dnnl, algorithm.binary_add);
        multiply = kernel(dnnl, algorithm.binary_mul);
    }

    private static Kernel kernel(Dnnl dnnl, algorithm operation) {
        return dnnl.kernel(
                (layouts, attributes) -> new binary(new binary.primitive_desc(
                        dnnl.engine(), operation.value, layouts[0], layouts[1], layouts[2], attributes, false)),
                DNNL_ARG_SRC_0,
                DNNL_ARG_SRC_1,
                DNNL_ARG_DST);
    }

    /** x += y. */
    void addInPlace(Tensor x, Tensor y) {
        add(x, y, x);
    }

    /** out = x + y; out may be either. */
    void add(Tensor x, Tensor y, Tensor out) {
        // oneDNN allows the first source, not the second, to be the result
        Tensor first = out == y ? y : x;
        Tensor second = out == y ? x : y;
        add.call().on(first).on(second).on(out).run();
    }

    /** x += row, a vector, in every row of x. */
    void addRowInPlace(Tensor x, Tensor row) {
        add.call().on(x).onRow(row).on(x).run();
    }

    /** out = x * y of {@code count} elements that lie one after the other, those of x from element {@code from} on. */
    void multiply(long count, Tensor x, long from, Tensor y, Tensor out) {
        multiply.call()
                .at(x, from)
                .axis(count, 1)
                .at(y, 0)
                .axis(count, 1)
                .at(out, 0)
                .axis(count, 1)
                .run();
    }

    /** out = x * bytes * scale + addend; the bytes lie row by row; addend may be null, out may be x. */
    void multiplyAdd(Tensor x, Tensor bytes, float scale, Tensor addend, Tensor out) {
        Call call = multiply.call()
                .on(x)
                .onMatrix(bytes, 0, x.dim(0), x.dim(1))
                .on(out)
                .multipliedBy(scale);
        if (addend != null) {
            call.then(algorithm.binary_add).on(addend);
        }
        call.run();
    }
}
