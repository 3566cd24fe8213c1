package charlm.tensor;

/**
 * The numbers of one Muon update (Jordan et al., 2024) of a matrix (m, n), scaled as by Liu et al. (2025) so that an
 * element moves by about a fifth of the rate, as under AdamW: {@code M = b M + g; O = orthogonalized(g + b M); p -=
 * rate * decay * p; p -= rate * 0.2 sqrt(max(m, n)) O} with {@code g = gradientScale * gradient}.
 *
 * @param gradientScale the factor of gradient clipping, 1 for none
 */
public record MuonStep(double rate, double momentum, double decay, double gradientScale) {
    private static final double MEAN_SQUARE_ROOT = 0.2;

    /** Newton-Schulz iterations X = a X + (b A + c A A) X, A = X Xᵀ, that bring all singular values near 1. */
    public static final int ITERATIONS = 5;

    public static final double A = 3.4445;
    public static final double B = -4.7750;
    public static final double C = 2.0315;

    /** Added to the norm that a matrix is divided by before the iterations. */
    public static final double NORM_EPSILON = 1e-7;

    /** Returns what the orthogonalized direction of a (rows, columns) matrix is multiplied with. */
    public double length(long rows, long columns) {
        return rate * MEAN_SQUARE_ROOT * Math.sqrt(Math.max(rows, columns));
    }
}
