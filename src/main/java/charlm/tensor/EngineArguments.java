package charlm.tensor;

import java.util.Arrays;

/**
 * The checks that every engine makes before anything native runs, since native code answers a wrong shape or id with
 * wrong numbers or a crash. Each throws an {@link IllegalArgumentException} that names the operation and all shapes.
 */
public final class EngineArguments {
    private EngineArguments() {}

    /** Requires that {@code type} is one of an engine's two. */
    public static void type(NumberType type, NumberType data, NumberType activation) {
        if (type != data && type != activation) {
            throw new IllegalArgumentException(
                    "this engine computes in " + data + " with activations in " + activation + ", not in " + type);
        }
    }

    /** Requires that {@code x} and {@code y} have one shape. */
    public static void sameShape(String operation, Tensor x, Tensor y) {
        if (!x.hasShapeOf(y)) {
            throw misfit(operation, "tensors of one shape", x, y);
        }
    }

    /** Requires x (N, in), weight (out, in), bias (out) or null, y (N, out), under whatever names the caller has. */
    public static void linear(String operation, Tensor x, Tensor weight, Tensor bias, Tensor y) {
        if (!(isMatrix(x)
                && isMatrix(weight)
                && x.dim(1) == weight.dim(1)
                && y.hasShape(x.dim(0), weight.dim(0))
                && (bias == null || bias.hasShape(weight.dim(0))))) {
            throw misfit(operation, "(N, in), weight (out, in), bias (out) or null, (N, out)", x, weight, bias, y);
        }
    }

    /** Requires x and y (N, C), gain and bias (C), mean and variance (N). */
    public static void layerNorm(
            String operation, Tensor x, Tensor gain, Tensor bias, Tensor y, Tensor mean, Tensor variance) {
        if (!(isMatrix(x)
                && y.hasShapeOf(x)
                && gain.hasShape(x.dim(1))
                && bias.hasShape(x.dim(1))
                && mean.hasShape(x.dim(0))
                && variance.hasShape(x.dim(0)))) {
            throw misfit(operation, "x, y (N, C), gain, bias (C), statistics (N)", x, y, gain, bias, mean, variance);
        }
    }

    /** Requires x, dY and dX (N, C), gain, dGain and dBias (C), mean and variance (N). */
    public static void layerNormBackward(
            Tensor dY, Tensor x, Tensor gain, Tensor mean, Tensor variance, Tensor dX, Tensor dGain, Tensor dBias) {
        layerNorm("layerNormBackward", x, gain, dBias, dY, mean, variance);
        layerNorm("layerNormBackward", dX, dGain, dBias, dY, mean, variance);
    }

    /** Requires x, dY and dX of one shape. */
    public static void geluBackward(Tensor x, Tensor dY, Tensor dX) {
        sameShape("geluBackward", x, dY);
        sameShape("geluBackward", x, dX);
    }

    /** Requires q (queryRows, C), k and v (Nk, C), weights contiguous and as long as the engine asks, out (Nq, C). */
    public static void attention(
            String operation, Engine engine, AttentionShape shape, AttentionTensors tensors, Tensor out) {
        Tensor weights = tensors.weights();
        if (!(fit(shape, tensors.q(), tensors.k(), tensors.v())
                && weights.isContiguous()
                && weights.length() >= engine.attentionWeightsLength(shape)
                && out.hasShape(shape.queries().matrixRows(), shape.width())
                && shape.queries().longest() <= DropoutMask.MAX_POSITIONS)) {
            throw new IllegalArgumentException(operation + " of " + shape + " takes tensors that fit it and at most "
                    + DropoutMask.MAX_POSITIONS + " queries a sequence, got " + tensors + ", out " + out);
        }
    }

    /** As {@link #attention}; the gradients have the shapes of what they are gradients of. */
    public static void attentionBackward(
            Engine engine, AttentionShape shape, Tensor dOut, AttentionTensors tensors, AttentionGradients gradients) {
        attention("attentionBackward", engine, shape, tensors, dOut);
        if (!fit(shape, gradients.dQ(), gradients.dK(), gradients.dV())) {
            throw new IllegalArgumentException(
                    "attentionBackward of " + shape + " takes gradients that fit it, got " + gradients);
        }
    }

    private static boolean fit(AttentionShape shape, Tensor q, Tensor k, Tensor v) {
        return q.hasShape(shape.queryRows(), shape.width())
                && k.hasShape(shape.keys().matrixRows(), shape.width())
                && v.hasShapeOf(k);
    }

    /**
     * Requires q and out (B, C), cache (B*capacity, C), weights (C, C) with a bias (C), 1 &lt;= length &lt;= capacity,
     * C a multiple of heads.
     */
    public static void decodeAttention(
            int heads, Tensor q, KeyValueWeights weights, Tensor cache, int length, Tensor out) {
        if (!(isMatrix(q)
                && isMatrix(cache)
                && heads > 0
                && q.dim(1) % heads == 0
                && cache.dim(1) == q.dim(1)
                && cache.dim(0) % q.dim(0) == 0
                && weights.key().hasShape(q.dim(1), q.dim(1))
                && weights.value().hasShape(q.dim(1), q.dim(1))
                && weights.valueBias().hasShape(q.dim(1))
                && out.hasShapeOf(q)
                && length >= 1
                && length <= cache.dim(0) / q.dim(0))) {
            throw new IllegalArgumentException("decodeAttention takes q and out (B, C), cache (B*capacity, C), weights"
                    + " (C, C), 1 <= length <= capacity, got " + q + ", " + out + ", " + cache + ", " + weights
                    + ", heads=" + heads + ", length=" + length);
        }
    }

    /** Requires N ids in [0, V), tokens (V, C), positions (longest T or more, C), out (N, C). */
    public static void embed(
            String operation, int[] ids, PackedSequences sequences, Tensor tokens, Tensor positions, Tensor out) {
        if (!(isMatrix(tokens)
                && isMatrix(positions)
                && positions.dim(1) == tokens.dim(1)
                && positions.dim(0) >= sequences.longest()
                && out.hasShape(sequences.matrixRows(), tokens.dim(1)))) {
            throw misfit(operation, "tokens (V, C), positions (T, C), activations (N, C)", tokens, positions, out);
        }
        indices(operation, ids, sequences.matrixRows(), tokens.dim(0));
    }

    /**
     * Requires two matrices of one width, {@code packed} with {@code count} rows or more, and indices of {@code full}.
     */
    public static void rows(String operation, Tensor full, int[] indices, int count, Tensor packed) {
        if (!(isMatrix(full)
                && isMatrix(packed)
                && full.dim(1) == packed.dim(1)
                && count >= 0
                && count <= packed.dim(0))) {
            throw misfit(operation + " of " + count + " rows", "matrices of one width with enough rows", full, packed);
        }
        indices(operation, indices, count, full.dim(0));
    }

    /** Requires x and out to be matrices of the positions that {@code mask} was moved to; without a mask, of any. */
    public static void dropout(Tensor x, DropoutMask mask, Tensor out) {
        addDropout("dropout", x, x, mask, out);
    }

    /** As {@link #dropout}, with a branch of the same shape. */
    public static void addDropout(String operation, Tensor x, Tensor branch, DropoutMask mask, Tensor out) {
        if (!isMatrix(x) || mask != null && !mask.isOver(x.dim(0))) {
            throw misfit(operation + " by " + mask, "a matrix of the positions that the mask is at", x);
        }
        sameShape(operation, x, branch);
        sameShape(operation, x, out);
    }

    /** Requires logits (R, V), R >= count, dLogits of the same shape or null, and count targets in [0, V). */
    public static void crossEntropy(Tensor logits, int[] targets, int count, Tensor dLogits) {
        if (!(isMatrix(logits)
                && count >= 0
                && count <= logits.dim(0)
                && (dLogits == null || dLogits.hasShapeOf(logits)))) {
            throw misfit("crossEntropy of " + count + " rows", "logits, dLogits (R, V), R >= count", logits, dLogits);
        }
        indices("crossEntropy", targets, count, logits.dim(1));
    }

    /** Requires four contiguous tensors of one length. */
    public static void adamW(Tensor parameters, Tensor gradients, Tensor firstMoment, Tensor secondMoment) {
        long length = parameters.length();
        if (!(isFlat(parameters, length)
                && isFlat(gradients, length)
                && isFlat(firstMoment, length)
                && isFlat(secondMoment, length))) {
            throw misfit("adamW", "contiguous ones of one length", parameters, gradients, firstMoment, secondMoment);
        }
    }

    /** Requires three contiguous matrices of one shape. */
    public static void muon(Tensor parameters, Tensor gradients, Tensor momentum) {
        long length = parameters.length();
        if (!(isMatrix(parameters)
                && isFlat(parameters, length)
                && isFlat(gradients, length)
                && isFlat(momentum, length)
                && gradients.hasShapeOf(parameters)
                && momentum.hasShapeOf(parameters))) {
            throw misfit("muon", "three contiguous matrices of one shape", parameters, gradients, momentum);
        }
    }

    private static boolean isFlat(Tensor x, long length) {
        return x.isContiguous() && x.length() == length;
    }

    private static boolean isMatrix(Tensor x) {
        return x.rank() == 2;
    }

    /** Requires that the first {@code count} indices exist and lie in [0, bound). */
    public static void indices(String operation, int[] indices, int count, long bound) {
        if (indices.length < count) {
            throw new IllegalArgumentException(operation + " needs " + count + " indices, got " + indices.length);
        }
        for (int i = 0; i < count; i++) {
            if (indices[i] < 0 || indices[i] >= bound) {
                throw new IllegalArgumentException(operation + " takes indices from 0 to " + (bound - 1) + ", got "
                        + indices[i] + " as index " + i);
            }
        }
    }

    private static IllegalArgumentException misfit(String operation, String rule, Tensor... got) {
        return new IllegalArgumentException(operation + " takes " + rule + ", got " + Arrays.toString(got));
    }
}
