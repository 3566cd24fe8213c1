package charlm.tensor.nd4j;

import org.nd4j.linalg.api.blas.params.MMulTranspose;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.factory.Nd4j;

/** Matrix products into given, possibly strided outputs ({@code INDArray.mmuli} would allocate and copy). */
final class Nd4jMatmul {
    private static final MMulTranspose PLAIN = transpose(false, false);
    private static final MMulTranspose FIRST = transpose(true, false);
    private static final MMulTranspose SECOND = transpose(false, true);

    private Nd4jMatmul() {}

    private static MMulTranspose transpose(boolean first, boolean second) {
        return MMulTranspose.builder()
                .transposeA(first)
                .transposeB(second)
                .transposeResult(false)
                .build();
    }

    /** out = alpha a b + beta out. */
    static void multiply(INDArray a, INDArray b, double alpha, double beta, INDArray out) {
        Nd4j.exec(new Mmul(a, b, out, alpha, beta, PLAIN));
    }

    /** out = alpha aᵀ b + beta out. */
    static void multiplyFirstTransposed(INDArray a, INDArray b, double alpha, double beta, INDArray out) {
        Nd4j.exec(new Mmul(a, b, out, alpha, beta, FIRST));
    }

    /** out = alpha a bᵀ + beta out. */
    static void multiplySecondTransposed(INDArray a, INDArray b, double alpha, double beta, INDArray out) {
        Nd4j.exec(new Mmul(a, b, out, alpha, beta, SECOND));
    }

    /** sums += column sums of x (N, C); a product with ones, because {@code sum(0)} is slow. */
    static void addColumnSums(INDArray x, INDArray sums) {
        INDArray ones = Nd4j.ones(x.dataType(), 1, x.size(0));
        multiply(ones, x, 1, 1, sums.reshape(1, sums.length())); // (1, N) x (N, C) -> (1, C)
    }
}
