package charlm.tensor.onednn;

import charlm.tensor.MuonStep;
import charlm.tensor.NumberType;
import charlm.tensor.Tensor;

/** Muon: momentum, its direction made orthogonal by products in the type of activations, and the step along it. */
final class MuonKernels {
    private final Kernel matmul;
    private final Conversions conversions;
    private final MuonLoops loops;
    private final Scratch direction;
    private final Scratch next;
    private final Scratch square;
    private final Scratch polynomial;

    MuonKernels(Dnnl dnnl, Conversions conversions, NumberType type) {
        matmul = dnnl.matmul();
        this.conversions = conversions;
        loops = new MuonLoops();
        direction = new Scratch(type);
        next = new Scratch(type);
        square = new Scratch(type);
        polynomial = new Scratch(type);
    }

    void update(Tensor parameters, Tensor gradients, Tensor momentum, MuonStep step) {
        loops.direct(gradients, momentum, step);
        orthogonalize(gradients);
        loops.descend(parameters, gradients, step);
    }

    /** Brings all singular values of {@code x} near 1. */
    private void orthogonalize(Tensor x) {
        boolean tall = x.dim(0) > x.dim(1);
        long rows = Math.min(x.dim(0), x.dim(1));
        long columns = Math.max(x.dim(0), x.dim(1));
        Tensor from = direction.matrix(rows, columns);
        Tensor to = next.matrix(rows, columns);
        Tensor a = square.matrix(rows, rows);
        Tensor b = polynomial.matrix(rows, rows);
        if (tall) {
            conversions.transpose(x, from);
        } else {
            conversions.convert(x, from);
        }
        for (int i = 0; i < MuonStep.ITERATIONS; i++) {
            multiply(from, from, true, 1, 0, a);
            conversions.convert(a, b);
            multiply(a, a, false, MuonStep.C, MuonStep.B, b);
            conversions.convert(from, to);
            multiply(b, from, false, 1, MuonStep.A, to);
            Tensor last = from;
            from = to;
            to = last;
        }
        if (tall) {
            conversions.transpose(from, x);
        } else {
            conversions.convert(from, x);
        }
    }

    /** out = scale * left * right + added * out, with rightᵀ in place of right when that is transposed. */
    private void multiply(Tensor left, Tensor right, boolean isTransposed, double scale, double added, Tensor out) {
        Call call = matmul.call().on(left);
        if (isTransposed) {
            call.onTransposed(right);
        } else {
            call.on(right);
        }
        call.on(out).scaled(scale).accumulating(added).run();
    }
}
