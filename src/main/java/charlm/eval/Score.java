package charlm.eval;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The number of questions that were answered correctly. */
public record Score(int correct, int total) {
    private static final double PERCENT = 100;
    private static final double Z_95 = 1.959963984540054; // the 97.5 % quantile of N(0, 1)

    public Score {
        if (correct < 0 || total < 1 || correct > total) {
            throw new IllegalArgumentException(
                    "a score needs 0 <= correct <= total and total >= 1, got correct=" + correct + ", total=" + total);
        }
    }

    /** Counts the predictions that equal their places exactly. */
    public static Score of(List<String> predictions, List<String> places) {
        if (predictions.size() != places.size()) {
            throw new IllegalArgumentException(
                    predictions.size() + " predictions cannot be compared with " + places.size() + " places");
        }
        long correct = IntStream.range(0, places.size())
                .filter(i -> predictions.get(i).equals(places.get(i)))
                .count();
        return new Score((int) correct, places.size());
    }

    /** Returns the share of right answers in percent. */
    public double percent() {
        return PERCENT * correct / total;
    }

    /**
     * Returns where the true share of right answers lies with 95 % confidence, in percent: the Wilson score interval, which
     * unlike the normal approximation stays within 0 to 100 and serves small counts.
     */
    public ConfidenceInterval interval() {
        double n = total;
        double share = correct / n;
        double z2 = Z_95 * Z_95;
        double centre = (share + z2 / (2 * n)) / (1 + z2 / n);
        double half = Z_95 / (1 + z2 / n) * Math.sqrt(share * (1 - share) / n + z2 / (4 * n * n));
        // At the ends the formula gives 0 and 1 but for rounding.
        return new ConfidenceInterval(
                correct == 0 ? 0 : PERCENT * (centre - half), correct == total ? PERCENT : PERCENT * (centre + half));
    }

    /** A range in percent. */
    public record ConfidenceInterval(double low, double high) {}

    /**
     * Returns the reference's wording, {@code Correct: 112.0 out of 500.0: 22.4%}. Differs from the reference: at most two
     * decimals, where it prints 22.400000000000002.
     */
    public String describe() {
        DecimalFormat format = new DecimalFormat("0.0#", DecimalFormatSymbols.getInstance(Locale.ROOT));
        return "Correct: " + correct + ".0 out of " + total + ".0: " + format.format(percent()) + "%";
    }
}
