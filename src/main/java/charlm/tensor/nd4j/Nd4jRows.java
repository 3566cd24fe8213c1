package charlm.tensor.nd4j;

import charlm.tensor.Tensor;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.shape.Gather;
import org.nd4j.linalg.factory.Nd4j;

/** Rows of a matrix by their indices, which the caller has checked: ND4J's native code would crash on a wrong one. */
final class Nd4jRows {
    private Nd4jRows() {}

    static void embed(int[] ids, int batch, int length, Tensor tokens, Tensor positions, INDArray out) {
        INDArray rows = take(tokens.array(), ids, batch * length); // (B*T, C)
        INDArray places = positions.rows(0, length).array().dup('c'); // (T, C)
        rows.reshape('c', batch, places.length()).addiRowVector(places.reshape(places.length()));
        out.assign(rows);
    }

    static void embedBackward(int[] ids, int batch, int length, INDArray dOut, INDArray dTokens, Tensor dPositions) {
        // forward: out[b*T+t] = tokens[ids[b*T+t]] + positions[t]
        add(dOut, ids, batch * length, dTokens);
        INDArray sums = Nd4j.zeros(dOut.dataType(), length * dOut.size(1)); // (T * C)
        Nd4jMatmul.addColumnSums(dOut.dup('c').reshape('c', batch, sums.length()), sums);
        INDArray places = dPositions.rows(0, length).array();
        places.addi(sums.reshape('c', places.shape()));
    }

    static void gather(Tensor from, int[] indices, int count, Tensor to) {
        if (count > 0) {
            to.rows(0, count).array().assign(take(from.array(), indices, count));
        }
        clearFrom(to, count);
    }

    static void scatter(Tensor from, int[] indices, int count, INDArray to) {
        to.assign(0);
        if (count > 0) {
            add(from.rows(0, count).array(), indices, count, to);
        }
    }

    /** Sets the rows of {@code x} from {@code count} on to 0. */
    static void clearFrom(Tensor x, int count) {
        if (count < x.dim(0)) {
            x.rows(count, x.dim(0)).array().assign(0);
        }
    }

    private static INDArray take(INDArray from, int[] indices, int count) {
        return Nd4j.exec(new Gather(from, upload(indices, count), 0))[0];
    }

    /** to[indices[i]] += from[i]; the lock makes repeated indices safe and the order of the sums fixed. */
    private static void add(INDArray from, int[] indices, int count, INDArray to) {
        Nd4j.exec(DynamicCustomOp.builder("scatter_add")
                .addInputs(to, upload(indices, count), from)
                .addOutputs(to)
                .addBooleanArguments(true)
                .build());
    }

    private static INDArray upload(int[] indices, int count) {
        return Nd4j.createFromArray(indices.length == count ? indices : Arrays.copyOf(indices, count));
    }
}
