package charlm.nn;

import charlm.nn.MultiHeadAttention.CrossGradients;
import charlm.tensor.PackedSequences;
import charlm.tensor.Tensor;
import java.util.Arrays;

/**
 * The perceiver's entrance: a learned basis of M latents attends to the sequence.
 * {@code x = attn(kv = ln1(x0), q = ln1(C)); x = x + mlp(ln2(x))}.
 *
 * <p>As the reference does: one {@code ln1} serves both inputs, there is no residual around the attention, and the mask is
 * left-aligned, so latent i sees positions 0..i and the basis only the first M positions. (The Perceiver AR paper aligns
 * right and takes the last positions as latents.) A sequence of length T therefore needs only min(M, T) latents, and of
 * x0 only as many positions: exact, since a latent beyond T reaches no position before T.
 */
public final class DownProjectBlock {
    private final Parameter basis;
    private final LayerNorm sequenceNorm;
    private final LayerNorm basisNorm;
    private final MultiHeadAttention attention;
    private final Dropout dropout;
    private final MlpBranch mlpBranch;
    private final PartRows prefix = new PartRows();

    /** Declares {@code name.C} (1, M, C), {@code name.ln1}, {@code name.attn}, {@code name.ln2} and {@code name.mlp}. */
    public DownProjectBlock(NetworkBuilder network, String name) {
        int width = network.config().embedDim();
        int latents = network.config().bottleneckDim();
        basis = network.parameter(name + ".C", Initializer.uniform(basisBound(width, latents)), 1, latents, width);
        sequenceNorm = new LayerNorm(network, name + ".ln1");
        basisNorm = sequenceNorm.sharing();
        attention = new MultiHeadAttention(network, name + ".attn");
        dropout = network.dropout();
        mlpBranch = new MlpBranch(network, name);
    }

    /**
     * Returns sqrt(6 / (C (M + 1))). As the reference does: PyTorch's Xavier initialisation takes its fans from the shape
     * (1, M, C), not from a matrix.
     */
    public static double basisBound(int width, int latents) {
        return Math.sqrt(6.0 / ((double) width * (latents + 1)));
    }

    /** Takes x0 (N, C), returns (n, C), the latents that {@code first} packs: min(M, T) of every row. */
    public Tensor forward(Tensor x0, PackedSequences first, Pass pass) {
        Tensor seen = prefix.forward(x0, first, pass); // (N, C) -> (n, C)
        Tensor memory = sequenceNorm.forward(seen, pass);
        Tensor attended = attention.forwardCross(queries(first, pass), first, true, memory, first, pass);
        return mlpBranch.forward(dropout.forwardInPlace(attended, first, pass), first, pass);
    }

    private Tensor queries(PackedSequences first, Pass pass) {
        return basisNorm.forward(pass.rows(basis.value(), 0, first.longest()), pass); // (m, C)
    }

    /** Takes dOut (n, C), which is overwritten, returns this block's share of dX0 (N, C), as scratch. */
    public Tensor backward(Tensor dOut, PackedSequences first, Pass pass) {
        Tensor dDropped = mlpBranch.backwardInPlace(dOut, first, pass);
        pass.beginScratch();
        Tensor dAttended = dropout.backward(dDropped, first, pass);
        CrossGradients gradients = attention.backwardCross(dAttended, pass);
        Tensor dBasis = basisNorm.backward(gradients.dX(), pass); // (m, C)
        pass.engine().addInPlace(pass.rows(basis.gradient(), 0, first.longest()), dBasis);
        Tensor dSeen = sequenceNorm.backward(gradients.dMemory(), pass); // (n, C)
        Tensor dX0 = prefix.backward(dSeen, first, pass);
        pass.endScratch();
        return dX0;
    }

    /**
     * Takes x0 (N, C) of the pass's rows, of which {@code first} are the positions that the latents see; keeps those in
     * {@code kept} and returns the latents, packed.
     */
    public Tensor prefill(Tensor x0, SharedPrefix first, AttentionCache kept, int firstRow, Pass pass) {
        Tensor seen = first.pack(prefix.forward(x0, first.expanded(), pass), pass); // (N, C) -> (p, C)
        Tensor memory = sequenceNorm.forward(seen, pass);
        kept.fill(firstRow, first.expand(memory, pass), first.length());
        Tensor attended = attention.forwardCrossPacked(queries(first.expanded(), pass), memory, first, pass);
        return mlpBranch.forward(dropout.forwardInPlace(attended, pass.rows(), pass), pass.rows(), pass);
    }

    /** Decodes latent {@code latent}, the next one, of every row: takes x0 of that position (B, C), returns (B, C). */
    public Tensor decodeStep(Tensor x0, int latent, AttentionCache memory, Pass pass) {
        memory.append(sequenceNorm.forward(x0, pass));
        Tensor queries = basisNorm.forward(repeated(latent, x0.dim(0), pass), pass);
        Tensor attended = attention.decodeStep(queries, memory, pass);
        return mlpBranch.forward(dropout.forwardInPlace(attended, pass.rows(), pass), pass.rows(), pass);
    }

    /** Returns a row of the basis, once for each of {@code rows} rows. */
    private Tensor repeated(int latent, long rows, Pass pass) {
        Tensor repeated = pass.take(rows, basis.value().dim(1));
        int[] indices = new int[Math.toIntExact(rows)];
        Arrays.fill(indices, latent);
        pass.engine().gatherRows(basis.value(), indices, indices.length, repeated);
        return repeated;
    }

    /** Returns how the attention spread its weights in the forward pass before. */
    public AttentionMap attentionMap(Pass pass) {
        return attention.map(pass);
    }
}
