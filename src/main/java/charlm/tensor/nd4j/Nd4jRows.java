package charlm.tensor.nd4j;

import charlm.tensor.Tensor;

/** Embedding, and moving whole rows by index. */
final class Nd4jRows {

    void embed(int[] ids, int batch, int length, Tensor tokens, Tensor positions, Tensor out) {
        for (int i = 0; i < batch * length; i++) {
            row(out, i).array().assign(row(tokens, ids[i]).array().add(row(positions, i % length).array()));
        }
    }

    void embedBackward(int[] ids, int batch, int length, Tensor dOut, Tensor dTokens, Tensor dPositions) {
        for (int i = 0; i < batch * length; i++) {
            row(dTokens, ids[i]).array().addi(row(dOut, i).array());
            row(dPositions, i % length).array().addi(row(dOut, i).array());
        }
    }

    void gather(Tensor from, int[] indices, int count, Tensor to) {
        to.array().assign(0);
        for (int i = 0; i < count; i++) {
            row(to, i).array().assign(row(from, indices[i]).array());
        }
    }

    void scatter(Tensor from, int[] indices, int count, Tensor to) {
        to.array().assign(0);
        for (int i = 0; i < count; i++) {
            row(to, indices[i]).array().assign(row(from, i).array());
        }
    }

    private static Tensor row(Tensor matrix, int index) {
        return matrix.rows(index, index + 1L);
    }
}
