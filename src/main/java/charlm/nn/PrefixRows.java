package charlm.nn;

import charlm.tensor.PackedRows;
import charlm.tensor.Tensor;

/** The first positions of every row, as many as {@link PackedRows#first} leaves: (N, C) -> (n, C). */
final class PrefixRows {
    private int[] indices = {};
    private PackedRows indexed;
    private PackedRows indexedFirst;

    Tensor forward(Tensor x, PackedRows first, Pass pass) {
        if (first == pass.rows()) {
            return x;
        }
        index(pass.rows(), first);
        Tensor seen = pass.take(first.size(), x.dim(1));
        pass.engine().gatherRows(x, indices, first.positions(), seen);
        return seen;
    }

    /** Positions that are not among the first get a zero gradient. */
    Tensor backward(Tensor dFirst, PackedRows first, Pass pass) {
        if (first == pass.rows()) {
            return dFirst;
        }
        Tensor dX = pass.take(pass.rows().size(), dFirst.dim(1));
        pass.engine().scatterRows(dFirst, indices, first.positions(), dX);
        return dX;
    }

    private void index(PackedRows rows, PackedRows first) {
        if (rows == indexed && first == indexedFirst) {
            return;
        }
        if (indices.length < first.positions()) {
            indices = new int[first.positions()];
        }
        for (int i = 0; i < first.positions(); i++) {
            indices[i] = rows.start(first.rowOf(i)) + first.positionOf(i);
        }
        indexed = rows;
        indexedFirst = first;
    }
}
