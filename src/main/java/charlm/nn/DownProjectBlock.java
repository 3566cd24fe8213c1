package charlm.nn;

import charlm.tensor.Tensor;
import java.util.Arrays;

/**
 * The perceiver's first layer: a learned basis of M latents attends to the sequence.
 * {@code x = attn(kv = ln1(x0), q = ln1(C)); x = x + mlp(ln2(x))}.
 *
 * <p>As the reference does: one {@code ln1} serves both inputs, there is no residual around the attention, and the mask is
 * left-aligned, so latent i sees positions 0..i and the basis only the first M positions. (The Perceiver AR paper aligns
 * right and takes the last positions as latents.) A sequence of length T therefore needs only min(M, T) latents, and of
 * x0 only as many positions: exact, since a latent beyond T reaches no position before T.
 */
public final class DownProjectBlock {
    private final Parameter basis;
    private final SequencePart firstPart = new SequencePart();
    private final CrossAttentionBlock block;

    /** Declares {@code name.C} (1, M, C), {@code name.ln1}, {@code name.attn}, {@code name.ln2} and {@code name.mlp}. */
    public DownProjectBlock(NetworkBuilder network, String name) {
        int width = network.config().embedDim();
        int latents = network.config().bottleneckDim();
        basis = network.parameter(name + ".C", Initializer.uniform(basisBound(width, latents)), 1, latents, width);
        block = new CrossAttentionBlock(network, name);
    }

    /**
     * Returns sqrt(6 / (C (M + 1))). As the reference does: PyTorch's Xavier initialisation takes its fans from the shape
     * (1, M, C), not from a matrix.
     */
    public static double basisBound(int width, int latents) {
        return Math.sqrt(6.0 / ((double) width * (latents + 1)));
    }

    /** Takes x0 (N, C), returns (m, C), the pass's latents: min(M, T) of every sequence. */
    public Tensor forward(Tensor x0, Pass pass) {
        Tensor first = firstPart.forward(x0, pass.inner(), pass); // (N, C) -> (m, C)
        return block.forward(queries(basis.value(), pass), pass.inner(), true, first, pass);
    }

    /** Returns the queries of the longest sequence, the first rows of the basis, or their gradient. */
    private static Tensor queries(Tensor basis, Pass pass) {
        return pass.rows(basis, 0, pass.inner().longest());
    }

    /** Takes dOut (m, C), which is overwritten, returns this block's share of dX0 (N, C), as scratch. */
    public Tensor backward(Tensor dOut, Pass pass) {
        // forward: out = block(queries of the basis, first positions of x0)
        Tensor dFirst = pass.take(dOut.dim(0), dOut.dim(1));
        Tensor dQueries = block.backward(dOut, dFirst, pass);
        pass.engine().addInPlace(queries(basis.gradient(), pass), dQueries);
        pass.beginScratch();
        Tensor dX0 = firstPart.backward(dFirst, pass.inner(), pass); // (m, C) -> (N, C)
        pass.endScratch();
        return dX0;
    }

    /** As {@link #forward} of a prefill: returns the latents packed, fills the cache from {@code firstSequence} on. */
    public Tensor prefill(Tensor x0, AttentionCache cache, int firstSequence, Pass pass) {
        Tensor first = pass.pack(firstPart.forward(x0, pass.inner(), pass)); // (B*T, C) -> (P + B*(M-P), C)
        return block.prefill(queries(basis.value(), pass), first, cache, firstSequence, pass);
    }

    /** Takes x0 (B, C) of the next position, returns latent {@code latent} of every sequence, (B, C). */
    public Tensor decodeStep(Tensor x0, int latent, AttentionCache cache, Pass pass) {
        block.append(x0, cache, pass);
        return block.decodeStep(repeated(latent, x0.dim(0), pass), cache, pass);
    }

    /** Returns a latent's row of the basis, once for each sequence. */
    private Tensor repeated(int latent, long sequences, Pass pass) {
        Tensor repeated = pass.take(sequences, basis.value().dim(1));
        int[] indices = new int[Math.toIntExact(sequences)];
        Arrays.fill(indices, latent);
        pass.engine().gatherRows(basis.value(), indices, indices.length, repeated);
        return repeated;
    }
}
