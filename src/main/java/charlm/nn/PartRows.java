package charlm.nn;

import charlm.tensor.PackedSequences;
import charlm.tensor.Tensor;

/**
 * Some positions of the pass's rows, the {@link PackedSequences#first} of each or its tail, {@link PackedSequences#from}: (N, C) ->
 * (n, C).
 */
final class PartRows {
    private int[] indices = {};
    private PackedSequences indexed;
    private PackedSequences indexedPart;

    Tensor forward(Tensor x, PackedSequences part, Pass pass) {
        if (part == pass.rows()) {
            return x;
        }
        index(pass.rows(), part);
        Tensor taken = pass.take(part.matrixRows(), x.dim(1));
        pass.engine().gatherRows(x, indices, part.positions(), taken);
        return taken;
    }

    /** Positions that are not in the part get a zero gradient. */
    Tensor backward(Tensor dPart, PackedSequences part, Pass pass) {
        if (part == pass.rows()) {
            return dPart;
        }
        Tensor dX = pass.take(pass.rows().matrixRows(), dPart.dim(1));
        pass.engine().scatterRows(dPart, indices, part.positions(), dX);
        return dX;
    }

    private void index(PackedSequences rows, PackedSequences part) {
        if (rows == indexed && part == indexedPart) {
            return;
        }
        if (indices.length < part.positions()) {
            indices = new int[part.positions()];
        }
        for (int i = 0; i < part.positions(); i++) {
            indices[i] = rows.indexOf(part.sequenceOf(i), part.positionOf(i));
        }
        indexed = rows;
        indexedPart = part;
    }
}
