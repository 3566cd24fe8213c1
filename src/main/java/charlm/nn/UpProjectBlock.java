package charlm.nn;

import charlm.nn.MultiHeadAttention.CrossGradients;
import charlm.tensor.PackedSequences;
import charlm.tensor.Tensor;

/**
 * The perceiver's exit: every position attends to the latents. {@code x = attn(kv = ln1(y), q = ln1(x0));
 * x = x + mlp(ln2(x))}, y (m, C) the last block's output.
 *
 * <p>As the reference does: one {@code ln1} serves both inputs, there is no residual around the attention, and the mask is
 * left-aligned, so position t sees latents 0..min(t, m-1) of the m that its row has.
 */
public final class UpProjectBlock {
    private final LayerNorm sequenceNorm;
    private final LayerNorm latentNorm;
    private final PartRows tailRows = new PartRows();
    private final MultiHeadAttention attention;
    private final Dropout dropout;
    private final MlpBranch mlpBranch;

    /** Declares {@code name.ln1}, {@code name.attn}, {@code name.ln2} and {@code name.mlp}. */
    public UpProjectBlock(NetworkBuilder network, String name) {
        sequenceNorm = new LayerNorm(network, name + ".ln1");
        latentNorm = sequenceNorm.sharing();
        attention = new MultiHeadAttention(network, name + ".attn");
        dropout = network.dropout();
        mlpBranch = new MlpBranch(network, name);
    }

    /** Takes x0 (N, C) of the pass's rows and y (m, C) of {@code latents}, returns (n, C) of the pass's tail. */
    public Tensor forward(Tensor x0, Tensor y, PackedSequences latents, Pass pass) {
        PackedSequences tail = pass.tail();
        Tensor memory = latentNorm.forward(y, pass);
        Tensor queries = sequenceNorm.forward(tailRows.forward(x0, tail, pass), pass);
        Tensor attended = attention.forwardCross(queries, tail, false, memory, latents, pass);
        return mlpBranch.forward(dropout.forwardInPlace(attended, tail, pass), tail, pass);
    }

    /** Takes dOut (n, C), which is overwritten, returns its shares of dX0 (N, C) and dY (m, C). */
    public Gradients backward(Tensor dOut, Pass pass) {
        PackedSequences tail = pass.tail();
        Tensor dDropped = mlpBranch.backwardInPlace(dOut, tail, pass);
        Tensor dLast = sequenceNorm.takeGradient(pass);
        Tensor dY = latentNorm.takeGradient(pass);
        pass.beginScratch();
        CrossGradients gradients = attention.backwardCross(dropout.backward(dDropped, tail, pass), pass);
        sequenceNorm.backward(gradients.dX(), dLast, pass);
        latentNorm.backward(gradients.dMemory(), dY, pass);
        pass.endScratch();
        return new Gradients(tailRows.backward(dLast, tail, pass), dY);
    }

    /** Reads the first latents of the pass's rows, packed, into {@code memory}. */
    public void prefill(Tensor y, SharedPrefix rows, AttentionCache memory, int firstRow, Pass pass) {
        memory.fill(firstRow, rows.expand(latentNorm.forward(y, pass), pass), rows.length());
    }

    /** Keeps the next latent of every row, y (B, C). */
    public void append(Tensor y, AttentionCache memory, Pass pass) {
        memory.append(latentNorm.forward(y, pass));
    }

    /** Decodes one position of every row: takes its x0 (B, C), returns (B, C). */
    public Tensor decodeStep(Tensor x0, AttentionCache memory, Pass pass) {
        Tensor attended = attention.decodeStep(sequenceNorm.forward(x0, pass), memory, pass);
        return mlpBranch.forward(dropout.forwardInPlace(attended, pass.rows(), pass), pass.rows(), pass);
    }

    /** Returns how the attention spread its weights in the forward pass before. */
    public AttentionMap attentionMap(Pass pass) {
        return attention.map(pass);
    }

    /** The gradients of the block's two inputs. */
    public record Gradients(Tensor dX0, Tensor dY) {}
}
