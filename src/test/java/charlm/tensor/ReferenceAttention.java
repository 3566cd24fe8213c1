package charlm.tensor;

/** Masked multi-head attention and its gradient, element by element in double precision. */
final class ReferenceAttention {
    private final AttentionShape shape;
    private final double[][] q;
    private final double[][] k;
    private final double[][] v;
    private final DropoutMask dropout;

    /** The softmax, rows (b, h, i), columns j. */
    final double[][] weights;

    final double[][] out;
    final double[][] dQ;
    final double[][] dK;
    final double[][] dV;

    /** Computes the forward pass, and the backward pass too when {@code dOut} is not null. */
    ReferenceAttention(
            AttentionShape shape, double[][] q, double[][] k, double[][] v, DropoutMask dropout, double[][] dOut) {
        this.shape = shape;
        this.q = q;
        this.k = k;
        this.v = v;
        this.dropout = dropout;
        this.weights = new double[shape.batch() * shape.heads() * shape.queries()][shape.keys()];
        this.out = new double[shape.batch() * shape.queries()][shape.width()];
        this.dQ = new double[q.length][shape.width()];
        this.dK = new double[k.length][shape.width()];
        this.dV = new double[v.length][shape.width()];
        for (int b = 0; b < shape.batch(); b++) {
            for (int h = 0; h < shape.heads(); h++) {
                for (int i = 0; i < shape.queries(); i++) {
                    forward(b, h, i);
                    if (dOut != null) {
                        backward(b, h, i, dOut[b * shape.queries() + i]);
                    }
                }
            }
        }
    }

    private int queryRow(int b, int i) {
        return shape.sharedQuery() ? i : b * shape.queries() + i;
    }

    private int weightRow(int b, int h, int i) {
        return (b * shape.heads() + h) * shape.queries() + i;
    }

    private double factor(int b, int h, int i, int j) {
        if (dropout == null) {
            return 1;
        }
        boolean kept = DropoutMask.hash(dropout.unitKey(b, h * 65536 + i), j) >= dropout.threshold();
        return kept ? dropout.scale() : 0;
    }

    private void forward(int b, int h, int i) {
        double[] scores = new double[shape.keys()];
        for (int j = 0; j < shape.keys(); j++) {
            for (int c = h * shape.headDim(); c < (h + 1) * shape.headDim(); c++) {
                scores[j] += q[queryRow(b, i)][c] * k[b * shape.keys() + j][c] / Math.sqrt(shape.headDim());
            }
        }
        double[] row = ReferenceMath.softmax(scores, Math.min(i + 1, shape.keys()));
        weights[weightRow(b, h, i)] = row;
        for (int j = 0; j < shape.keys(); j++) {
            for (int c = h * shape.headDim(); c < (h + 1) * shape.headDim(); c++) {
                out[b * shape.queries() + i][c] += row[j] * factor(b, h, i, j) * v[b * shape.keys() + j][c];
            }
        }
    }

    private void backward(int b, int h, int i, double[] dOutRow) {
        double[] row = weights[weightRow(b, h, i)];
        double[] dWeights = new double[shape.keys()];
        for (int j = 0; j < shape.keys(); j++) {
            for (int c = h * shape.headDim(); c < (h + 1) * shape.headDim(); c++) {
                double factor = factor(b, h, i, j);
                dV[b * shape.keys() + j][c] += row[j] * factor * dOutRow[c];
                dWeights[j] += factor * v[b * shape.keys() + j][c] * dOutRow[c];
            }
        }
        for (int j = 0; j < shape.keys(); j++) {
            double dScore = 0;
            for (int l = 0; l < shape.keys(); l++) {
                dScore += dWeights[l] * row[l] * ((l == j ? 1 : 0) - row[j]);
            }
            for (int c = h * shape.headDim(); c < (h + 1) * shape.headDim(); c++) {
                dQ[queryRow(b, i)][c] += dScore * k[b * shape.keys() + j][c] / Math.sqrt(shape.headDim());
                dK[b * shape.keys() + j][c] += dScore * q[queryRow(b, i)][c] / Math.sqrt(shape.headDim());
            }
        }
    }
}
