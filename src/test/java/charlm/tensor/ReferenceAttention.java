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
        this.weights = new double[weightRow(shape.batch(), 0, 0)][];
        this.out = new double[shape.queries().matrixRows()][shape.width()];
        this.dQ = new double[q.length][shape.width()];
        this.dK = new double[k.length][shape.width()];
        this.dV = new double[v.length][shape.width()];
        for (int b = 0; b < shape.batch(); b++) {
            for (int h = 0; h < shape.heads(); h++) {
                for (int i = 0; i < shape.queries().length(b); i++) {
                    forward(b, h, i);
                    if (dOut != null) {
                        backward(b, h, i, dOut[shape.queries().start(b) + i]);
                    }
                }
            }
        }
    }

    private int queryRow(int b, int i) {
        return shape.sharedQuery() ? i : shape.queries().start(b) + i;
    }

    private int position(int b, int i) {
        return shape.queries().firstPosition(b) + i;
    }

    private int weightRow(int b, int h, int i) {
        if (b == shape.batch()) {
            return shape.heads() * shape.queries().positions();
        }
        return shape.heads() * shape.queries().start(b) + h * shape.queries().length(b) + i;
    }

    private double factor(int b, int h, int i, int j) {
        if (dropout == null) {
            return 1;
        }
        boolean kept = DropoutMask.hash(dropout.unitKey(b, h * 65536 + position(b, i)), j) >= dropout.threshold();
        return kept ? dropout.scale() : 0;
    }

    private void forward(int b, int h, int i) {
        double[] scores = new double[shape.keys().length(b)];
        for (int j = 0; j < shape.keys().length(b); j++) {
            for (int c = h * shape.headDim(); c < (h + 1) * shape.headDim(); c++) {
                scores[j] += q[queryRow(b, i)][c] * k[shape.keys().start(b) + j][c] / Math.sqrt(shape.headDim());
            }
        }
        double[] row = ReferenceMath.softmax(
                scores, Math.min(position(b, i) + 1, shape.keys().length(b)));
        weights[weightRow(b, h, i)] = row;
        for (int j = 0; j < shape.keys().length(b); j++) {
            for (int c = h * shape.headDim(); c < (h + 1) * shape.headDim(); c++) {
                out[shape.queries().start(b) + i][c] +=
                        row[j] * factor(b, h, i, j) * v[shape.keys().start(b) + j][c];
            }
        }
    }

    private void backward(int b, int h, int i, double[] dOutRow) {
        double[] row = weights[weightRow(b, h, i)];
        double[] dWeights = new double[shape.keys().length(b)];
        for (int j = 0; j < shape.keys().length(b); j++) {
            for (int c = h * shape.headDim(); c < (h + 1) * shape.headDim(); c++) {
                double factor = factor(b, h, i, j);
                dV[shape.keys().start(b) + j][c] += row[j] * factor * dOutRow[c];
                dWeights[j] += factor * v[shape.keys().start(b) + j][c] * dOutRow[c];
            }
        }
        for (int j = 0; j < shape.keys().length(b); j++) {
            double dScore = 0;
            for (int l = 0; l < shape.keys().length(b); l++) {
                dScore += dWeights[l] * row[l] * ((l == j ? 1 : 0) - row[j]);
            }
            for (int c = h * shape.headDim(); c < (h + 1) * shape.headDim(); c++) {
                dQ[queryRow(b, i)][c] += dScore * k[shape.keys().start(b) + j][c] / Math.sqrt(shape.headDim());
                dK[shape.keys().start(b) + j][c] += dScore * q[queryRow(b, i)][c] / Math.sqrt(shape.headDim());
            }
        }
    }
}
