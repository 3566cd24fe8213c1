package charlm.tensor.nd4j;

import static charlm.tensor.nd4j.Nd4jStorage.array;

import charlm.tensor.PackedSequences;
import charlm.tensor.Tensor;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.shape.Gather;
import org.nd4j.linalg.factory.Nd4j;

/** Rows of a matrix by their indices, which the caller has checked: ND4J's native code would crash on a wrong one. */
final class Nd4jRows {
    private Nd4jRows() {}

    static void embed(int[] ids, PackedSequences sequences, Tensor tokens, Tensor positions, INDArray out) {
        INDArray sum = take(array(tokens), ids, sequences.matrixRows()); // (N, C)
        out.assign(sum.addi(take(array(positions), positionsOf(sequences), sequences.matrixRows())));
    }

    static void embedBackward(
            int[] ids, PackedSequences sequences, INDArray dOut, INDArray dTokens, INDArray dPositions) {
        // forward: out[i] = tokens[ids[i]] + positions[t]
        add(dOut, ids, sequences.matrixRows(), dTokens);
        add(dOut, positionsOf(sequences), sequences.matrixRows(), dPositions);
    }

    private static int[] positionsOf(PackedSequences sequences) {
        int[] positions = new int[sequences.matrixRows()];
        Arrays.setAll(positions, sequences::positionOf);
        return positions;
    }

    static void gather(Tensor from, int[] indices, int count, Tensor to) {
        if (count > 0) {
            array(to.rows(0, count)).assign(take(array(from), indices, count));
        }
        clearFrom(to, count);
    }

    static void scatter(Tensor from, int[] indices, int count, INDArray to) {
        to.assign(0);
        if (count > 0) {
            add(array(from.rows(0, count)), indices, count, to);
        }
    }

    /** Sets the rows of {@code x} from {@code count} on to 0. */
    static void clearFrom(Tensor x, int count) {
        if (count < x.dim(0)) {
            array(x.rows(count, x.dim(0))).assign(0);
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
