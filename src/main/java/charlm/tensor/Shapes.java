package charlm.tensor;

/** Shape checks that every engine makes before anything native runs: a wrong shape must never crash the process. */
public final class Shapes {
    private Shapes() {}

    public static void requireSame(String firstName, Tensor first, String secondName, Tensor second) {
        boolean same = first.rank() == second.rank();
        for (int axis = 0; same && axis < first.rank(); axis++) {
            same = first.dim(axis) == second.dim(axis);
        }
        if (!same) {
            throw new IllegalArgumentException(
                    firstName + " and " + secondName + " must have one shape, got " + first + " and " + second);
        }
    }

    /** y (N, out) = x (N, in), weight (out, in), bias (out) or null. */
    public static void requireLinear(Tensor x, Tensor weight, Tensor bias, Tensor y) {
        requireMatrix("x", x);
        requireMatrix("weight", weight);
        requireMatrix("y", y);
        if (x.dim(1) != weight.dim(1)
                || y.dim(0) != x.dim(0)
                || y.dim(1) != weight.dim(0)
                || (bias != null && !bias.hasShape(weight.dim(0)))) {
            throw new IllegalArgumentException(
                    "y = x Wᵀ + b does not fit x " + x + ", W " + weight + ", b " + bias + ", y " + y);
        }
    }

    public static void requireLayerNorm(
            Tensor x, Tensor gain, Tensor bias, Tensor y, Tensor mean, Tensor variance) {
        requireMatrix("x", x);
        requireSame("x", x, "y", y);
        if (!gain.hasShape(x.dim(1))
                || !bias.hasShape(x.dim(1))
                || !mean.hasShape(x.dim(0))
                || !variance.hasShape(x.dim(0))) {
            throw new IllegalArgumentException("layer norm does not fit x " + x + ", gain " + gain + ", bias " + bias
                    + ", mean " + mean + ", variance " + variance);
        }
    }

    public static void requireAttention(
            AttentionShape shape, Tensor q, Tensor k, Tensor v, Tensor weights, Tensor out) {
        long width = shape.width();
        long keyRows = (long) shape.batch() * shape.keys();
        if (!q.hasShape(shape.queryRows(), width)
                || !k.hasShape(keyRows, width)
                || !v.hasShape(keyRows, width)
                || !out.hasShape((long) shape.batch() * shape.queries(), width)
                || !weights.hasShape(shape.batch(), shape.heads(), shape.queries(), shape.keys())) {
            throw new IllegalArgumentException("attention " + shape + " does not fit q " + q + ", k " + k + ", v " + v
                    + ", weights " + weights + ", out " + out);
        }
    }

    public static void requireEmbedding(
            int[] ids, int batch, int length, Tensor tokens, Tensor positions, Tensor out) {
        requireMatrix("tokens", tokens);
        requireMatrix("positions", positions);
        long width = tokens.dim(1);
        if (batch < 1
                || length < 1
                || ids.length < (long) batch * length
                || length > positions.dim(0)
                || positions.dim(1) != width
                || !out.hasShape((long) batch * length, width)) {
            throw new IllegalArgumentException("embedding does not fit " + ids.length + " ids for " + batch + " x "
                    + length + ", tokens " + tokens + ", positions " + positions + ", out " + out);
        }
        requireRange("id", ids, batch * length, tokens.dim(0));
    }

    /** {@code indices} name rows of {@code all}; the first {@code count} rows of {@code some} belong to them. */
    public static void requireRows(int[] indices, int count, Tensor all, Tensor some) {
        requireMatrix("all", all);
        requireMatrix("some", some);
        if (count < 0 || count > indices.length || count > some.dim(0) || all.dim(1) != some.dim(1)) {
            throw new IllegalArgumentException(
                    count + " rows of " + indices.length + " indices do not fit " + all + " and " + some);
        }
        requireRange("row index", indices, count, all.dim(0));
    }

    public static void requireDropout(Tensor x, int positions, Tensor out) {
        requireMatrix("x", x);
        requireSame("x", x, "out", out);
        if (positions < 1 || x.dim(0) % positions != 0) {
            throw new IllegalArgumentException(
                    "positions must divide the rows, got positions=" + positions + " for " + x);
        }
    }

    public static void requireTargets(Tensor logits, int[] targets, int count, Tensor dLogits) {
        requireMatrix("logits", logits);
        if (dLogits != null) {
            requireSame("logits", logits, "dLogits", dLogits);
        }
        if (count < 0 || count > logits.dim(0) || count > targets.length) {
            throw new IllegalArgumentException(
                    count + " scored rows do not fit " + targets.length + " targets and logits " + logits);
        }
        requireRange("target", targets, count, logits.dim(1));
    }

    public static void requireMoments(Tensor parameters, Tensor gradients, Tensor first, Tensor second) {
        requireSame("parameters", parameters, "gradients", gradients);
        requireSame("parameters", parameters, "firstMoment", first);
        requireSame("parameters", parameters, "secondMoment", second);
        if (!parameters.isContiguous()
                || !gradients.isContiguous()
                || !first.isContiguous()
                || !second.isContiguous()) {
            throw new IllegalArgumentException("parameters, gradients and moments must be contiguous");
        }
    }

    public static void requireMatrix(String name, Tensor x) {
        if (x.rank() != 2 || x.stride(1) != 1) {
            throw new IllegalArgumentException(name + " must be a matrix with dense rows, got " + x);
        }
    }

    private static void requireRange(String what, int[] values, int count, long bound) {
        for (int i = 0; i < count; i++) {
            if (values[i] < 0 || values[i] >= bound) {
                throw new IllegalArgumentException(
                        what + " " + values[i] + " at index " + i + " is not in [0, " + bound + ")");
            }
        }
    }
}
