package charlm.tensor;

/**
 * The numbers of one AdamW update (Loshchilov and Hutter, 2019), as PyTorch applies them:
 * {@code p -= rate * decay * p; m = b1 m + (1-b1) g; v = b2 v + (1-b2) g^2;
 * p -= rate / (1 - b1^t) * m / (sqrt(v / (1 - b2^t)) + eps)} with {@code g = gradientScale * gradient}.
 *
 * @param step t, counted from 1
 * @param gradientScale the factor of gradient clipping, 1 for none
 */
public record AdamWStep(
        long step, double rate, double beta1, double beta2, double epsilon, double decay, double gradientScale) {

    /** Returns the same update of parameters that do not decay. */
    public AdamWStep withoutDecay() {
        return new AdamWStep(step, rate, beta1, beta2, epsilon, 0, gradientScale);
    }

    /** Returns 1 - beta1^t. */
    public double biasCorrection1() {
        return 1 - Math.pow(beta1, step);
    }

    /** Returns 1 - beta2^t. */
    public double biasCorrection2() {
        return 1 - Math.pow(beta2, step);
    }
}
