package charlm.nn;

import charlm.tensor.Tensor;

/** x0 = dropout(tok_emb[ids] + pos_emb[:T]). */
public final class TokenEmbedding {
    private final Parameter tokens;
    private final Parameter positions;
    private final Dropout dropout;
    private int[] ids;

    /** Declares {@code tok_emb.weight} (V, C) and {@code pos_emb} (1, blockSize, C). */
    public TokenEmbedding(NetworkBuilder network) {
        ModelConfig config = network.config();
        tokens = network.weight("tok_emb.weight", config.vocabSize(), config.embedDim());
        positions = network.parameter("pos_emb", Initializer.ZEROS, 1, config.blockSize(), config.embedDim());
        dropout = network.dropout();
    }

    /** Takes the N ids of the pass, returns (N, C). */
    public Tensor forward(int[] ids, Pass pass) {
        this.ids = ids;
        Tensor x0 = pass.take(pass.sequences().matrixRows(), tokens.value().dim(1));
        pass.engine().embed(ids, pass.sequences(), tokens.value(), positions.value(), x0);
        return dropout.forwardInPlace(x0, pass.sequences(), pass);
    }

    /** Adds to the gradients. */
    public void backward(Tensor dX0, Pass pass) {
        Tensor dSum = dropout.backwardFull(dX0, pass.sequences(), pass);
        pass.engine().embedBackward(ids, pass.sequences(), dSum, tokens.gradient(), positions.gradient());
    }

    /** Takes one id of every sequence, all at {@code position}, returns (B, C). */
    public Tensor decodeStep(int[] ids, int position, Pass pass) {
        Tensor x0 = pass.take(pass.sequences().matrixRows(), tokens.value().dim(1));
        Tensor ofPosition = positions.value().rows(position, position + 1L);
        pass.engine().embed(ids, pass.sequences(), tokens.value(), ofPosition, x0);
        return x0;
    }
}
