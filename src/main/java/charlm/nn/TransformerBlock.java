package charlm.nn;

import charlm.nn.MultiHeadAttention.CrossGradients;
import charlm.tensor.PackedSequences;
import charlm.tensor.Tensor;

/** Pre-norm self-attention block: x = x + attn(ln1(x)); x = x + mlp(ln2(x)). */
public final class TransformerBlock {
    /** Activations of width C that a position takes until its backward pass: ln1, q, k, v, heads; ln2, 4 hidden, 4 active. */
    public static final int KEPT_ACTIVATIONS = 6 + 2 * Mlp.EXPANSION;

    /** The same in full precision: what attention and MLP return. */
    public static final int KEPT_FULL = 2;

    /** Activations of width C that the backward pass of the MLP takes of a position, no fewer than attention: dY, 4 dHidden, dX. */
    public static final int SCRATCH_ACTIVATIONS = 2 + Mlp.EXPANSION;

    /** The same in full precision: dX of the layer norm. */
    public static final int SCRATCH_FULL = 1;

    private final LayerNorm norm;
    private final LayerNorm tailNorm;
    private final PartRows tailRows = new PartRows();
    private final MultiHeadAttention attention;
    private final Residual residual;
    private final MlpBranch mlpBranch;

    /** Declares {@code name.ln1}, {@code name.attn}, {@code name.ln2} and {@code name.mlp}. */
    public TransformerBlock(NetworkBuilder network, String name) {
        norm = new LayerNorm(network, name + ".ln1");
        tailNorm = norm.sharing();
        attention = new MultiHeadAttention(network, name + ".attn");
        residual = new Residual(network);
        mlpBranch = new MlpBranch(network, name);
    }

    /** Takes and returns (N, C) of {@code rows}. */
    public Tensor forward(Tensor x, PackedSequences rows, Pass pass) {
        Tensor attended = attention.forward(norm.forward(x, pass), rows, pass);
        return mlpBranch.forward(residual.add(x, attended, rows, pass), rows, pass);
    }

    /** Turns dOut into dX, (N, C), in its place. */
    public Tensor backwardInPlace(Tensor dOut, PackedSequences rows, Pass pass) {
        Tensor dSum = mlpBranch.backwardInPlace(dOut, rows, pass);
        pass.beginScratch();
        Tensor dNormed = attention.backward(residual.branchGradient(dSum, rows, pass), pass);
        Tensor dX = norm.backward(dNormed, pass);
        pass.endScratch();
        pass.engine().addInPlace(dSum, dX);
        return dSum;
    }

    /** As {@link #forward} of the pass's rows, (N, C), in the last block: returns (n, C) of the pass's tail alone. */
    public Tensor forwardTail(Tensor x, Pass pass) {
        PackedSequences tail = pass.tail();
        if (tail == pass.rows()) {
            return forward(x, tail, pass);
        }
        Tensor memory = norm.forward(x, pass);
        Tensor last = tailRows.forward(x, tail, pass); // (N, C) -> (n, C)
        Tensor queries = tailNorm.forward(last, pass);
        Tensor attended = attention.forwardCross(queries, tail, false, memory, pass.rows(), pass);
        return mlpBranch.forward(residual.add(last, attended, tail, pass), tail, pass);
    }

    /** Answers {@link #forwardTail}: takes dOut (n, C), which is overwritten, returns dX (N, C). */
    public Tensor backwardTail(Tensor dOut, Pass pass) {
        PackedSequences tail = pass.tail();
        if (tail == pass.rows()) {
            return backwardInPlace(dOut, tail, pass);
        }
        Tensor dSum = mlpBranch.backwardInPlace(dOut, tail, pass);
        Tensor dX = norm.takeGradient(pass);
        pass.beginScratch();
        CrossGradients gradients = attention.backwardCross(residual.branchGradient(dSum, tail, pass), pass);
        norm.backward(gradients.dMemory(), dX, pass);
        pass.engine().addInPlace(dSum, tailNorm.backward(gradients.dX(), pass));
        pass.engine().addInPlace(dX, tailRows.backward(dSum, tail, pass)); // (n, C) -> (N, C)
        pass.endScratch();
        return dX;
    }

    /** Reads the first positions of the pass's rows into {@code memory}; takes and returns them packed. */
    public Tensor prefill(Tensor x, SharedPrefix rows, AttentionCache memory, int firstRow, Pass pass) {
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

    /** As {@link #prefill}, in the last block: later positions need no more than what is kept. */
    public void prefillLast(Tensor x, SharedPrefix rows, AttentionCache memory, int firstRow, Pass pass) {
        memory.fill(firstRow, rows.expand(norm.forward(x, pass), pass), rows.length());
    }

    /** Decodes one position of every row: takes and returns (B, C), all positions before it being kept in {@code memory}. */
    public Tensor decodeStep(Tensor x, AttentionCache memory, Pass pass) {
        Tensor out = pass.take(x.dim(0), x.dim(1));
        pass.beginScratch();
        Tensor normed = norm.forward(x, pass);
        memory.append(normed);
        Tensor attended = attention.decodeStep(normed, memory, pass);
        return finish(mlpBranch.forward(residual.add(x, attended, pass.rows(), pass), pass.rows(), pass), out, pass);
    }

    /** Returns how the attention spread its weights in the forward pass before. */
    public AttentionMap attentionMap(Pass pass) {
        return attention.map(pass);
    }
}
