package charlm.nn;

import charlm.tensor.PackedSequences;
import charlm.tensor.Tensor;

/** Pre-norm self-attention block: x = x + attn(ln1(x)); x = x + mlp(ln2(x)). */
public final class TransformerBlock {
    /** Activations of width C that a position takes until its backward pass: ln1, q, k, v, heads, ln2, hidden, active. */
    public static final int KEPT_ACTIVATIONS = 6 + 2 * MlpBranch.EXPANSION;

    /** Vectors of width C in full precision that a position takes until then: the outputs of attention and MLP. */
    public static final int KEPT_FULL = 2;

    /** Activations of width C that a position takes in the backward pass of the MLP: dBranch, dHidden, dX. */
    public static final int SCRATCH_ACTIVATIONS = 2 + MlpBranch.EXPANSION;

    /** Vectors of width C in full precision that a position takes in a backward pass: dX of a layer norm. */
    public static final int SCRATCH_FULL = 1;

    private final LayerNorm norm;
    private final LayerNorm tailNorm;
    private final SequencePart tailPart = new SequencePart();
    private final MultiHeadAttention attention;
    private final Dropout dropout;
    private final MlpBranch mlpBranch;

    /** Declares {@code name.ln1}, {@code name.attn}, {@code name.ln2} and {@code name.mlp}. */
    public TransformerBlock(NetworkBuilder network, String name) {
        norm = new LayerNorm(network, name + ".ln1");
        tailNorm = norm.sharing();
        attention = new MultiHeadAttention(network, name + ".attn");
        dropout = network.dropout();
        mlpBranch = new MlpBranch(network, name);
    }

    /** Takes and returns (N, C) of the pass's inner positions. */
    public Tensor forward(Tensor x, Pass pass) {
        Tensor attended = attention.forward(norm.forward(x, pass), pass.inner(), pass);
        return finish(x, attended, pass.inner(), pass);
    }

    private Tensor finish(Tensor x, Tensor attended, PackedSequences packing, Pass pass) {
        return mlpBranch.forward(dropout.forwardAdd(x, attended, packing, pass), packing, pass);
    }

    /** Turns dOut into dX, (N, C), in its buffer. */
    public Tensor backwardInPlace(Tensor dOut, Pass pass) {
        // forward: out = sum + mlp(ln2(sum))
        Tensor dSum = mlpBranch.backwardInPlace(dOut, pass.inner(), pass);
        // forward: sum = x + dropout(attn(ln1(x)))
        pass.beginScratch();
        Tensor dAttended = dropout.backward(dSum, pass.inner(), pass);
        Tensor dX = norm.backward(attention.backward(dAttended, pass), pass);
        pass.endScratch();
        pass.engine().addInPlace(dSum, dX);
        return dSum;
    }

    /** As {@link #forward} of all sequences, (N, C), in the last block: returns (n, C) of the pass's tail alone. */
    public Tensor forwardTail(Tensor x, Pass pass) {
        PackedSequences tail = pass.tail();
        if (tail == pass.sequences()) {
            return forward(x, pass);
        }
        Tensor source = norm.forward(x, pass);
        Tensor last = tailPart.forward(x, tail, pass); // (N, C) -> (n, C)
        Tensor queries = tailNorm.forward(last, pass);
        return finish(last, attention.forwardCross(queries, tail, false, source, pass.sequences(), pass), tail, pass);
    }

    /** Takes dOut (n, C), which is overwritten, returns dX (N, C). */
    public Tensor backwardTail(Tensor dOut, Pass pass) {
        PackedSequences tail = pass.tail();
        if (tail == pass.sequences()) {
            return backwardInPlace(dOut, pass);
        }
        // forward: out = sum + mlp(ln2(sum))
        Tensor dSum = mlpBranch.backwardInPlace(dOut, tail, pass);
        // forward: sum = last + dropout(attn(q = ln1(last), kv = ln1(x)))
        Tensor dX = norm.takeGradient(pass);
        pass.beginScratch();
        Tensor dQueries = attention.backwardCross(dropout.backward(dSum, tail, pass), pass);
        norm.backward(attention.backwardSource(pass), dX, pass);
        pass.engine().addInPlace(dSum, tailNorm.backward(dQueries, pass));
        // forward: last = tail of x
        pass.engine().addInPlace(dX, tailPart.backward(dSum, tail, pass)); // (n, C) -> (N, C)
        pass.endScratch();
        return dX;
    }

    /** As {@link #forward} of a prefill, packed: fills the cache of the sequences from {@code firstSequence} on. */
    public Tensor prefill(Tensor x, AttentionCache cache, int firstSequence, Pass pass) {
        Tensor out = pass.take(x.dim(0), x.dim(1));
        pass.beginScratch();
        Tensor normed = prefillLast(x, cache, firstSequence, pass);
        Tensor attended = attention.forward(normed, pass.inner(), pass);
        return leaveScratch(finish(x, attended, pass.inner(), pass), out, pass);
    }

    /** As {@link #prefill}, in the last block: later positions need its cache alone. Returns ln1(x). */
    public Tensor prefillLast(Tensor x, AttentionCache cache, int firstSequence, Pass pass) {
        Tensor normed = norm.forward(x, pass);
        cache.prefill(firstSequence, pass.expand(normed), pass.inner().longest());
        return normed;
    }

    /** Inference only: the next block may overwrite this block's activations, which are still in the processor's cache. */
    private static Tensor leaveScratch(Tensor computed, Tensor out, Pass pass) {
        pass.engine().copy(computed, out);
        pass.endScratch();
        return out;
    }

    /** Takes and returns one position of every sequence, (B, C); {@code cache} has all positions before it. */
    public Tensor decodeStep(Tensor x, AttentionCache cache, Pass pass) {
        Tensor out = pass.take(x.dim(0), x.dim(1));
        pass.beginScratch();
        Tensor normed = norm.forward(x, pass);
        cache.append(normed);
        Tensor attended = attention.cached().decodeStep(normed, cache, pass);
        return leaveScratch(finish(x, attended, pass.inner(), pass), out, pass);
    }
}
