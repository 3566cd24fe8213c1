package charlm.nn;

import charlm.tensor.PackedRows;
import charlm.tensor.Tensor;

/** Pre-norm self-attention block: x = x + attn(ln1(x)); x = x + mlp(ln2(x)). */
public final class TransformerBlock {
    private final LayerNorm norm;
    private final MultiHeadAttention attention;
    private final Residual residual;
    private final MlpBranch mlpBranch;

    /** Declares {@code name.ln1}, {@code name.attn}, {@code name.ln2} and {@code name.mlp}. */
    public TransformerBlock(NetworkBuilder network, String name, int width, int heads) {
        norm = new LayerNorm(network, name + ".ln1", width);
        attention = new MultiHeadAttention(network, name + ".attn", width, heads);
        residual = new Residual(network);
        mlpBranch = new MlpBranch(network, name, width);
    }

    /** Takes and returns (N, C) of {@code rows}. */
    public Tensor forward(Tensor x, PackedRows rows, Pass pass) {
        return mlpBranch.forward(forwardAttention(x, rows, pass), rows, pass);
    }

    /** The first half alone, x + attn(ln1(x)); takes and returns (N, C) of {@code rows}. */
    public Tensor forwardAttention(Tensor x, PackedRows rows, Pass pass) {
        Tensor normed = norm.forward(x, pass);
        Tensor attended = attention.forward(normed, rows, pass);
        return residual.add(x, attended, rows, pass);
    }

    /** Returns the second half. */
    public MlpBranch mlpBranch() {
        return mlpBranch;
    }

    /** Turns dOut into dX, (N, C), in its place. */
    public Tensor backwardInPlace(Tensor dOut, PackedRows rows, Pass pass) {
        return backwardAttentionInPlace(mlpBranch.backwardInPlace(dOut, rows, pass), rows, pass);
    }

    /** Answers {@link #forwardAttention}: turns the gradient of the sum into dX, (N, C), in its place. */
    public Tensor backwardAttentionInPlace(Tensor dSum, PackedRows rows, Pass pass) {
        pass.beginScratch();
        Tensor dAttended = residual.branchGradient(dSum, rows, pass);
        Tensor dNormed = attention.backward(dAttended, pass);
        Tensor dX = norm.backward(dNormed, pass);
        pass.endScratch();
        pass.engine().addInPlace(dSum, dX);
        return dSum;
    }

    /** Reads the first positions of the pass's rows into {@code memory}; takes and returns them packed. */
    public Tensor read(Tensor x, SharedPrefix rows, AttentionMemory memory, int firstRow, Pass pass) {
        Tensor out = pass.take(x.dim(0), x.dim(1));
        pass.beginScratch();
        Tensor normed = norm.forward(x, pass);
        memory.fill(firstRow, rows.expand(normed, pass), rows.length());
        Tensor attended = attention.forwardPacked(normed, rows, pass);
        return finish(mlpBranch.forward(residual.add(x, attended, pass.rows(), pass), pass.rows(), pass), out, pass);
    }

    /** No backward pass will ask for what a block has computed: the next one may write there, where the cache still is. */
    private static Tensor finish(Tensor computed, Tensor out, Pass pass) {
        pass.engine().copy(computed, out);
        pass.endScratch();
        return out;
    }

    /** As {@link #read}, in the last block: later positions need no more than what is kept. */
    public void readOnly(Tensor x, SharedPrefix rows, AttentionMemory memory, int firstRow, Pass pass) {
        memory.fill(firstRow, rows.expand(norm.forward(x, pass), pass), rows.length());
    }

    /** Decodes one position of every row: takes and returns (B, C), all positions before it being kept in {@code memory}. */
    public Tensor next(Tensor x, AttentionMemory memory, Pass pass) {
        Tensor out = pass.take(x.dim(0), x.dim(1));
        pass.beginScratch();
        Tensor normed = norm.forward(x, pass);
        memory.append(normed);
        Tensor attended = attention.recall(normed, memory, pass);
        return finish(mlpBranch.forward(residual.add(x, attended, pass.rows(), pass), pass.rows(), pass), out, pass);
    }

    /** Returns how the attention spread its weights in the forward pass before. */
    public AttentionMap attentionMap(Pass pass) {
        return attention.map(pass);
    }
}
