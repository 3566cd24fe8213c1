package charlm.nn;

import charlm.tensor.PackedSequences;
import charlm.tensor.Tensor;

/**
 * The common part of the perceiver's first and last layer: queries attend to a source, which is packed as the pass's inner
 * positions. {@code x = dropout(attn(q = ln1(queries), kv = ln1(source))); x = x + mlp(ln2(x))}.
 *
 * <p>As the reference does: one {@code ln1} serves both inputs, there is no residual around the attention, and the mask is
 * left-aligned.
 */
final class CrossAttentionBlock {
    private final LayerNorm queryNorm;
    private final LayerNorm sourceNorm;
    private final MultiHeadAttention attention;
    private final Dropout dropout;
    private final MlpBranch mlpBranch;
    private PackedSequences packing; // of the queries in the last forward pass

    /** Declares {@code name.ln1}, {@code name.attn}, {@code name.ln2} and {@code name.mlp}. */
    CrossAttentionBlock(NetworkBuilder network, String name) {
        queryNorm = new LayerNorm(network, name + ".ln1");
        sourceNorm = queryNorm.sharing();
        attention = new MultiHeadAttention(network, name + ".attn");
        dropout = network.dropout();
        mlpBranch = new MlpBranch(network, name);
    }

    /**
     * Returns (Nq, C), the output of the queries.
     *
     * @param queries (Nq, C) of {@code packing}, or (longest Tq, C) when {@code shared} by all sequences
     * @param source (m, C)
     */
    Tensor forward(Tensor queries, PackedSequences packing, boolean shared, Tensor source, Pass pass) {
        return attend(queries, packing, shared, sourceNorm.forward(source, pass), pass);
    }

    private Tensor attend(Tensor queries, PackedSequences packing, boolean shared, Tensor normedSource, Pass pass) {
        this.packing = packing;
        Tensor normed = queryNorm.forward(queries, pass);
        return finish(attention.forwardCross(normed, packing, shared, normedSource, pass.inner(), pass), pass);
    }

    private Tensor finish(Tensor attended, Pass pass) {
        return mlpBranch.forward(dropout.forwardInPlace(attended, packing, pass), packing, pass);
    }

    /** Takes dOut (Nq, C), which is overwritten, writes dSource (m, C) and returns dQueries, (Nq, C) or (Tq, C). */
    Tensor backward(Tensor dOut, Tensor dSource, Pass pass) {
        // forward: out = x + mlp(ln2(x))
        Tensor dX = mlpBranch.backwardInPlace(dOut, packing, pass);
        // forward: x = dropout(attn(q = ln1(queries), kv = ln1(source)))
        Tensor dQueries = queryNorm.takeGradient(pass);
        pass.beginScratch();
        queryNorm.backward(attention.backwardCross(dropout.backward(dX, packing, pass), pass), dQueries, pass);
        sourceNorm.backward(attention.backwardSource(pass), dSource, pass);
        pass.endScratch();
        return dQueries;
    }

    /** As {@link #forward} of a prefill, packed: fills the cache of the sequences from {@code firstSequence} on. */
    Tensor prefill(Tensor queries, Tensor source, AttentionCache cache, int firstSequence, Pass pass) {
        return attend(queries, pass.inner(), true, fill(source, cache, firstSequence, pass), pass);
    }

    /** Fills the cache with the source of a prefill, packed; returns it normed. */
    Tensor fill(Tensor source, AttentionCache cache, int firstSequence, Pass pass) {
        Tensor normed = sourceNorm.forward(source, pass);
        cache.prefill(firstSequence, pass.expand(normed), pass.inner().longest());
        return normed;
    }

    /** Appends one position of the source of every sequence, (B, C). */
    void append(Tensor source, AttentionCache cache, Pass pass) {
        cache.append(sourceNorm.forward(source, pass));
    }

    /** Takes one query of every sequence, (B, C), and returns (B, C). */
    Tensor decodeStep(Tensor queries, AttentionCache cache, Pass pass) {
        packing = pass.sequences();
        return finish(attention.cached().decodeStep(queryNorm.forward(queries, pass), cache, pass), pass);
    }
}
