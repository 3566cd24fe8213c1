package charlm.nn;

import charlm.tensor.Tensor;

/** The first m of T positions of every row: (B*T, C) -> (B*m, C). */
final class PrefixRows {
    private int[] indices = {};
    private int indexedBatch;
    private int indexedLength;
    private int indexedPrefix;

    Tensor forward(Tensor x, int prefix, Pass pass) {
        if (prefix == pass.length()) {
            return x;
        }
        index(pass.batch(), pass.length(), prefix);
        int count = pass.batch() * prefix;
        Tensor first = pass.take(count, x.dim(1));
        pass.engine().gatherRows(x, indices, count, first);
        return first;
    }

    /** Positions from {@code prefix} on get a zero gradient. */
    Tensor backward(Tensor dFirst, int prefix, Pass pass) {
        if (prefix == pass.length()) {
            return dFirst;
        }
        Tensor dX = pass.take((long) pass.batch() * pass.length(), dFirst.dim(1));
        pass.engine().scatterRows(dFirst, indices, pass.batch() * prefix, dX);
        return dX;
    }

    private void index(int batch, int length, int prefix) {
        if (batch == indexedBatch && length == indexedLength && prefix == indexedPrefix) {
            return;
        }
        if (indices.length < batch * prefix) {
            indices = new int[batch * prefix];
        }
        for (int row = 0; row < batch; row++) {
            for (int position = 0; position < prefix; position++) {
                indices[row * prefix + position] = row * length + position;
            }
        }
        indexedBatch = batch;
        indexedLength = length;
        indexedPrefix = prefix;
    }
}
