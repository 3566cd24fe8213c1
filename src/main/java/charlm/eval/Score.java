package charlm.eval;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** How many of a number of questions were answered right. */
public record Score(int correct, int total) {
    private static final double PERCENT = 100;

    public Score {
        if (correct < 0 || total < 1 || correct > total) {
            throw new IllegalArgumentException(
                    "a score needs 0 <= correct <= total and total >= 1, got correct=" + correct + ", total=" + total);
        }
    }

    /** Returns the share of right answers in percent. */
    public double percent() {
        return PERCENT * correct / total;
    }

    /**
     * Returns the reference's wording, {@code Correct: 112.0 out of 500.0: 22.4%}. Differs from the reference: at most two
     * decimals, where it prints 22.400000000000002.
     */
    public String describe() {
        DecimalFormat format = new DecimalFormat("0.0#", DecimalFormatSymbols.getInstance(Locale.ROOT));
        return "Correct: " + correct + ".0 out of " + total + ".0: " + format.format(percent()) + "%";
    }
}
