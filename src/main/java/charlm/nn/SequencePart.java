package charlm.nn;

import charlm.tensor.PackedSequences;
import charlm.tensor.Tensor;

/**
 * A part of each of the pass's sequences, its first positions ({@link PackedSequences#first}) or its tail
 * ({@link PackedSequences#from}): (N, C) -> (n, C).
 */
final class SequencePart {
    private int[] indices = {};

    Tensor forward(Tensor x, PackedSequences part, Pass pass) {
        if (part == pass.sequences()) {
            return x;
        }
        index(pass.sequences(), part);
        Tensor taken = pass.take(part.matrixRows(), x.dim(1));
        pass.engine().gatherRows(x, indices, part.positions(), taken);
        return taken;
    }

    /** Positions that are not in the part get a zero gradient. */
    Tensor backward(Tensor dPart, PackedSequences part, Pass pass) {
        if (part == pass.sequences()) {
            return dPart;
        }
        Tensor dX = pass.take(pass.sequences().matrixRows(), dPart.dim(1));
        pass.engine().scatterRows(dPart, indices, part.positions(), dX);
        return dX;
    }

    private void index(PackedSequences sequences, PackedSequences part) {
        if (indices.length < part.positions()) {
            indices = new int[part.positions()];
        }
        for (int i = 0; i < part.positions(); i++) {
            indices[i] = sequences.indexOf(part.sequenceOf(i), part.positionOf(i));
        }
    }
}
