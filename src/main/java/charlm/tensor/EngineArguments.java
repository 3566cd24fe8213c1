package charlm.tensor;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The checks that every engine makes before anything native runs, since native code answers a wrong shape or id with
 * wrong numbers or a crash. Each throws an {@link IllegalArgumentException} that names the operation and all shapes.
 */
public final class EngineArguments {
    private EngineArguments() {}

    /** Requires that {@code type} is one of an engine's two. */
    public static void type(DataType type, DataType data, DataType activation) {
        if (type != data && type != activation) {
            throw new IllegalArgumentException(
                    "this engine computes in " + data + " with activations in " + activation + ", not in " + type);
        }
    }

    /** Requires that {@code x} and {@code y} have one shape. */
    public static void sameShape(String operation, Tensor x, Tensor y) {
        boolean fits = x.rank() == y.rank();
        for (int axis = 0; fits && axis < x.rank(); axis++) {
            fits = x.dim(axis) == y.dim(axis);
        }
        if (!fits) {
            throw misfit(operation, "tensors of one shape", x, y);
        }
    }

    /** Requires x (N, in), weight (out, in), bias (out) or null, y (N, out), under whatever names the caller has. */
    public static void linear(String operation, Tensor x, Tensor weight, Tensor bias, Tensor y) {
        boolean fits = isMatrix(x)
                && isMatrix(weight)
                && x.dim(1) == weight.dim(1)
                && y.hasShape(x.dim(0), weight.dim(0))
                && (bias == null || bias.hasShape(weight.dim(0)));
        if (!fits) {
            throw misfit(
                    operation,
                    "input (N, in), weight (out, in), bias (out) or null, output (N, out)",
                    x,
                    weight,
                    bias,
                    y);
        }
    }

    /** Requires x and y (N, C), gain and bias (C), mean and variance (N). */
    public static void layerNorm(
            String operation, Tensor x, Tensor gain, Tensor bias, Tensor y, Tensor mean, Tensor variance) {
        boolean fits = isMatrix(x)
                && y.hasShape(x.dim(0), x.dim(1))
                && gain.hasShape(x.dim(1))
                && bias.hasShape(x.dim(1))
                && mean.hasShape(x.dim(0))
                && variance.hasShape(x.dim(0));
        if (!fits) {
            throw misfit(
                    operation,
                    "x and y (N, C), gain and bias (C), mean and variance (N)",
                    x,
                    y,
                    gain,
                    bias,
                    mean,
                    variance);
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
        boolean fits = fits(shape, tensors.q(), tensors.k(), tensors.v())
                && tensors.weights().length() >= engine.attentionWeightsLength(shape)
                && tensors.weights().isContiguous()
                && out.hasShape(shape.queries().matrixRows(), shape.width());
        if (!fits) {
            throw misfit(operation + " of " + shape + " takes tensors that fit it, got " + tensors + ", " + out);
        }
        int longest = shape.queries().longest();
        if (longest > DropoutMask.MAX_POSITIONS) {
            throw new IllegalArgumentException(
                    operation + " takes at most " + DropoutMask.MAX_POSITIONS + " queries, got " + longest);
        }
    }

    /** As {@link #attention}; the gradients have the shapes of what they are gradients of. */
    public static void attentionBackward(
            Engine engine, AttentionShape shape, Tensor dOut, AttentionTensors tensors, AttentionGradients gradients) {
        attention("attentionBackward", engine, shape, tensors, dOut);
        if (!fits(shape, gradients.dQ(), gradients.dK(), gradients.dV())) {
            throw misfit("attentionBackward of " + shape + " takes gradients that fit it, got " + gradients);
        }
    }

    private static boolean fits(AttentionShape shape, Tensor q, Tensor k, Tensor v) {
        return q.hasShape(shape.queryRows(), shape.width())
                && k.hasShape(shape.keys().matrixRows(), shape.width())
                && v.hasShape(shape.keys().matrixRows(), shape.width());
    }

    /**
     * Requires q and out (B, C), memory (B*capacity, C), weights (C, C) with a bias (C), 1 &lt;= length &lt;= capacity, C a
     * multiple of heads.
     */
    public static void decodeAttention(
            int heads, Tensor q, KeyValueWeights weights, Tensor memory, int length, Tensor out) {
        boolean fits = isMatrix(q)
                && isMatrix(memory)
                && heads > 0
                && q.dim(1) % heads == 0
                && memory.dim(1) == q.dim(1)
                && memory.dim(0) % q.dim(0) == 0
                && weights.key().hasShape(q.dim(1), q.dim(1))
                && weights.value().hasShape(q.dim(1), q.dim(1))
                && weights.valueBias().hasShape(q.dim(1))
                && out.hasShape(q.dim(0), q.dim(1))
                && length >= 1
                && length <= memory.dim(0) / q.dim(0);
        if (!fits) {
            throw misfit(
                    "decodeAttention of " + heads + " heads over " + length + " positions",
                    "q and out (B, C), memory (B*capacity, C), 1 <= length <= capacity, weights (C, C), bias (C)",
                    q,
                    memory,
                    weights.key(),
                    weights.value(),
                    weights.valueBias(),
                    out);
        }
    }

    /** Requires N ids in [0, V), tokens (V, C), positions (longest T or more, C), out (N, C). */
    public static void embed(
            String operation, int[] ids, PackedSequences rows, Tensor tokens, Tensor positions, Tensor out) {
        boolean fits = isMatrix(tokens)
                && isMatrix(positions)
                && positions.dim(1) == tokens.dim(1)
                && positions.dim(0) >= rows.longest()
                && out.hasShape(rows.matrixRows(), tokens.dim(1));
        if (!fits) {
            throw misfit(
                    operation + " of " + rows,
                    "tokens (V, C), positions (T or more, C), activations (N, C)",
                    tokens,
                    positions,
                    out);
        }
        indices(operation, ids, rows.matrixRows(), tokens.dim(0));
    }

    /** Requires two matrices of one width, {@code packed} with {@code count} rows or more, and indices of {@code full}. */
    public static void rows(String operation, Tensor full, int[] indices, int count, Tensor packed) {
        boolean fits = isMatrix(full)
                && isMatrix(packed)
                && full.dim(1) == packed.dim(1)
                && count >= 0
                && count <= packed.dim(0);
        if (!fits) {
            throw misfit(operation + " of " + count + " rows", "matrices of one width with enough rows", full, packed);
        }
        indices(operation, indices, count, full.dim(0));
    }

    /** Requires x and out to be matrices of the positions that {@code mask} was moved to; without a mask, of any. */
    public static void dropout(Tensor x, DropoutMask mask, Tensor out) {
        masked("dropout", x, mask);
        sameShape("dropout", x, out);
    }

    /** As {@link #dropout}, with a branch of the same shape. */
    public static void addDropout(Tensor x, Tensor branch, DropoutMask mask, Tensor out) {
        masked("addDropout", x, mask);
        sameShape("addDropout", x, branch);
        sameShape("addDropout", x, out);
    }

    private static void masked(String operation, Tensor x, DropoutMask mask) {
        if (!isMatrix(x) || mask != null && !mask.isOver(x.dim(0))) {
            throw misfit(operation + " by " + mask, "a matrix of the positions that the mask is at", x);
        }
    }

    /** Requires logits (R, V), R >= count, dLogits of the same shape or null, and count targets in [0, V). */
    public static void crossEntropy(Tensor logits, int[] targets, int count, Tensor dLogits) {
        boolean fits = isMatrix(logits)
                && count >= 0
                && count <= logits.dim(0)
                && (dLogits == null || dLogits.hasShape(logits.dim(0), logits.dim(1)));
        if (!fits) {
            throw misfit(
                    "crossEntropy of " + count + " rows", "logits and dLogits (R, V) with R >= count", logits, dLogits);
        }
        indices("crossEntropy", targets, count, logits.dim(1));
    }

    /** Requires four contiguous tensors of one length. */
    public static void adamW(Tensor parameters, Tensor gradients, Tensor firstMoment, Tensor secondMoment) {
        for (Tensor other : new Tensor[] {parameters, gradients, firstMoment, secondMoment}) {
            if (!other.isContiguous() || other.length() != parameters.length()) {
                throw misfit(
                        "adamW",
                        "four contiguous tensors of one length",
                        parameters,
                        gradients,
                        firstMoment,
                        secondMoment);
            }
        }
    }

    /** Requires three contiguous matrices of one shape. */
    public static void muon(Tensor parameters, Tensor gradients, Tensor momentum) {
        for (Tensor x : new Tensor[] {parameters, gradients, momentum}) {
            if (!isMatrix(parameters) || !x.isContiguous() || !x.hasShape(parameters.dim(0), parameters.dim(1))) {
                throw misfit("muon", "three contiguous matrices of one shape", parameters, gradients, momentum);
            }
        }
    }

    /** Requires that the first {@code count} indices exist and lie in [0, bound). */
    public static void indices(String operation, int[] indices, int count, long bound) {
        if (indices.length < count) {
            throw new IllegalArgumentException(operation + " needs " + count + " indices, got " + indices.length);
        }
        for (int i = 0; i < count; i++) {
            if (indices[i] < 0 || indices[i] >= bound) {
                throw new IllegalArgumentException(operation + " takes indices from 0 to " + (bound - 1) + ", got "
                        + indices[i] + " at place " + i);
            }
        }
    }

    private static boolean isMatrix(Tensor x) {
        return x.rank() == 2;
    }

    private static IllegalArgumentException misfit(String operation, String rule, Tensor... got) {
        return misfit(operation + " takes " + rule + ", got " + Arrays.toString(got));
    }

    private static IllegalArgumentException misfit(String message) {
        return new IllegalArgumentException(message);
    }
}
