package charlm.nn;

import charlm.tensor.Tensor;

/**
 * The perceiver's last layer: every position attends to the latents. {@code x = attn(kv = ln1(y), q = ln1(x0));
 * x = x + mlp(ln2(x))}, y (m, C) the last block's output.
 *
 * <p>As the reference does: one {@code ln1} serves both inputs, there is no residual around the attention, and the mask is
 * left-aligned, so position t sees latents 0..min(t, m-1) of the m that its sequence has.
 */
public final class UpProjectBlock {
    private final SequencePart tailPart = new SequencePart();
    private final CrossAttentionBlock block;

    /** Declares {@code name.ln1}, {@code name.attn}, {@code name.ln2} and {@code name.mlp}. */
    public UpProjectBlock(NetworkBuilder network, String name) {
        block = new CrossAttentionBlock(network, name);
    }

    /** Takes x0 (N, C) and y (m, C) of the pass's latents, returns (n, C) of the pass's tail. */
    public Tensor forward(Tensor x0, Tensor y, Pass pass) {
        return block.forward(tailPart.forward(x0, pass.tail(), pass), pass.tail(), false, y, pass);
    }

    /** Takes dOut (n, C), which is overwritten, writes dY (m, C) and returns this block's share of dX0 (N, C). */
    public Tensor backward(Tensor dOut, Tensor dY, Pass pass) {
        // forward: out = block(tail of x0, y)
        return tailPart.backward(block.backward(dOut, dY, pass), pass.tail(), pass); // (n, C) -> (N, C)
    }

    /** Takes the latents of a prefill, packed, and fills the cache of the sequences from {@code firstSequence} on. */
    public void prefill(Tensor y, AttentionCache cache, int firstSequence, Pass pass) {
        block.fill(y, cache, firstSequence, pass);
    }

    /** Appends the next latent of every sequence, y (B, C). */
    public void append(Tensor y, AttentionCache cache, Pass pass) {
        block.append(y, cache, pass);
    }

    /** Takes x0 of one position of every sequence, (B, C), and returns (B, C). */
    public Tensor decodeStep(Tensor x0, AttentionCache cache, Pass pass) {
        return block.decodeStep(x0, cache, pass);
    }
}
