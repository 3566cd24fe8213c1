package charlm.tensor;

import java.util.Arrays;

/** The results of the engine's operations, written as plainly as possible in double precision. */
final class ReferenceMath {
    private static final int ERF_TERMS = 400;
    private static final double ERF_IS_ONE = 7;

    private ReferenceMath() {}

    static double[][] rows(double[] values, int columns) {
        double[][] rows = new double[values.length / columns][columns];
        for (int i = 0; i < values.length; i++) {
            rows[i / columns][i % columns] = values[i];
        }
        return rows;
    }

    static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    static double[][] transpose(double[][] a) {
        double[][] result = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                result[j][i] = a[i][j];
            }
        }
        return result;
    }

    static double[][] multiply(double[][] a, double[][] b) {
        double[][] result = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                for (int k = 0; k < b.length; k++) {
                    result[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return result;
    }

    static double[][] add(double[][] a, double[][] b) {
        double[][] result = new double[a.length][a[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                result[i][j] = a[i][j] + b[i][j];
            }
        }
        return result;
    }

    static double[][] scale(double[][] a, double factor) {
        double[][] result = new double[a.length][a[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                result[i][j] = factor * a[i][j];
            }
        }
        return result;
    }

    static double[] columnSums(double[][] a) {
        double[] sums = new double[a[0].length];
        for (double[] row : a) {
            for (int j = 0; j < row.length; j++) {
                sums[j] += row[j];
            }
        }
        return sums;
    }

    static double[] add(double[] a, double[] b) {
        double[] result = a.clone();
        for (int i = 0; i < a.length; i++) {
            result[i] += b[i];
        }
        return result;
    }

    /**
     * Returns five Newton-Schulz iterations on x over its Frobenius norm, with the coefficients that Muon's authors
     * give.
     */
    static double[][] newtonSchulz(double[][] x) {
        if (x.length > x[0].length) {
            return transpose(newtonSchulz(transpose(x)));
        }
        double squares = 0;
        for (double value : flat(x)) {
            squares += value * value;
        }
        double[][] y = scale(x, 1 / (Math.sqrt(squares) + 1e-7));
        for (int i = 0; i < 5; i++) {
            double[][] a = multiply(y, transpose(y));
            double[][] b = add(scale(a, -4.7750), scale(multiply(a, a), 2.0315));
            y = add(scale(y, 3.4445), multiply(b, y));
        }
        return y;
    }

    // ---- layer norm ----

    static double mean(double[] x) {
        double sum = 0;
        for (double value : x) {
            sum += value;
        }
        return sum / x.length;
    }

    static double variance(double[] x) {
        double mean = mean(x);
        double sum = 0;
        for (double value : x) {
            sum += (value - mean) * (value - mean);
        }
        return sum / x.length;
    }

    static double[] normalised(double[] x) {
        double[] result = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            result[i] = (x[i] - mean(x)) * inverseDeviation(x);
        }
        return result;
    }

    static double inverseDeviation(double[] x) {
        return 1 / Math.sqrt(variance(x) + 1e-5);
    }

    /** Returns dX of one row, through the whole Jacobian of {@link #normalised}. */
    static double[] normalisedBackward(double[] x, double[] dNormal) {
        double[] normal = normalised(x);
        double[] dX = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x.length; j++) {
                double same = i == j ? 1 : 0;
                double slope = (same - 1.0 / x.length - normal[i] * normal[j] / x.length) * inverseDeviation(x);
                dX[j] += dNormal[i] * slope;
            }
        }
        return dX;
    }

    // ---- GELU ----

    /** Returns erf(x) by the series 2/sqrt(pi) exp(-x^2) sum 2^n x^(2n+1) / (2n+1)!!, whose terms have one sign. */
    static double erf(double x) {
        if (Math.abs(x) > ERF_IS_ONE) {
            return Math.signum(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; n < ERF_TERMS; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }

    static double gelu(double x) {
        return x / 2 * (1 + erf(x / Math.sqrt(2)));
    }

    static double geluSlope(double x) {
        return (1 + erf(x / Math.sqrt(2))) / 2 + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    // ---- softmax ----

    /** Returns the softmax of the first {@code visible} numbers, 0 for the rest. */
    static double[] softmax(double[] x, int visible) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < visible; i++) {
            max = Math.max(max, x[i]);
        }
        double sum = 0;
        for (int i = 0; i < visible; i++) {
            sum += Math.exp(x[i] - max);
        }
        double[] result = new double[x.length];
        for (int i = 0; i < visible; i++) {
            result[i] = Math.exp(x[i] - max) / sum;
        }
        return result;
    }

    /** Returns -log softmax(x)[target]. */
    static double crossEntropy(double[] x, int target) {
        double max = Double.NEGATIVE_INFINITY;
        for (double value : x) {
            max = Math.max(max, value);
        }
        double sum = 0;
        for (double value : x) {
            sum += Math.exp(value - max);
        }
        return Math.log(sum) + max - x[target];
    }
}
