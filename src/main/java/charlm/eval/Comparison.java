package charlm.eval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Two sets of answers to the same questions, compared with the truth.
 *
 * @param gained the indices of questions that only the second answers right
 * @param lost the indices of questions that only the first answers right
 */
public record Comparison(Score first, Score second, List<Integer> gained, List<Integer> lost) {

    /** Compares both with {@code places}; all three must be of one length. */
    public static Comparison of(List<String> first, List<String> second, List<String> places) {
        List<Integer> gained = new ArrayList<>();
        List<Integer> lost = new ArrayList<>();
        Score firstScore = Score.of(first, places);
        Score secondScore = Score.of(second, places);
        for (int i = 0; i < places.size(); i++) {
            boolean firstRight = first.get(i).equals(places.get(i));
            boolean secondRight = second.get(i).equals(places.get(i));
            if (firstRight != secondRight) {
                (secondRight ? gained : lost).add(i);
            }
        }
        return new Comparison(firstScore, secondScore, gained, lost);
    }

    /**
     * Returns p-values of several tests adjusted by Holm's method, in the same order: with a limit of 5 % for them, the chance
     * that any true hypothesis is rejected is at most 5 %.
     */
    public static double[] holm(double... p) {
        int[] order = IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .mapToInt(i -> i)
                .toArray();
        double[] adjusted = new double[p.length];
        double largest = 0;
        for (int rank = 0; rank < p.length; rank++) {
            largest = Math.max(largest, Math.min(1, (p.length - rank) * p[order[rank]]));
            adjusted[order[rank]] = largest;
        }
        return adjusted;
    }

    /** Returns the number of questions that both answer right. */
    public int bothRight() {
        return first.correct() - lost.size();
    }

    /** Returns the number of questions that both answer wrong. */
    public int bothWrong() {
        return first.total() - first.correct() - gained.size();
    }

    /**
     * Returns the two-sided p-value of McNemar's exact test: how probable a split at least as uneven as this one is when
     * each question that only one of the two answers right falls to either with probability 1/2.
     */
    public double exactP() {
        int n = gained.size() + lost.size();
        int fewer = Math.min(gained.size(), lost.size());
        double logTerm = -n * Math.log(2); // log of C(n, 0) / 2^n; in logarithms, since 2^-n is 0 for n above 1074
        double tail = Math.exp(logTerm);
        for (int k = 1; k <= fewer; k++) {
            logTerm += Math.log((double) (n - k + 1) / k);
            tail += Math.exp(logTerm);
        }
        return Math.min(1, 2 * tail);
    }
}
