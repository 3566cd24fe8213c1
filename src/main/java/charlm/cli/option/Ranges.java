package charlm.cli.option;

import java.util.ArrayList;
import java.util.List;

/** Collects which typed numbers are out of range; one that is null was not typed. */
public final class Ranges {
    private final List<String> problems = new ArrayList<>();

    /** Requires a whole number that is not below {@code least}. */
    public Ranges atLeast(String flag, long least, Number typed) {
        if (typed != null && typed.longValue() < least) {
            problems.add(
                    flag + (least == 0 ? " must not be negative" : " must be at least " + least) + ", got " + typed);
        }
        return this;
    }

    /** Requires a whole number that is not above {@code most}. */
    public Ranges atMost(String flag, long most, long typed) {
        return holds(typed <= most, flag, "must be at most " + most, typed);
    }

    /** Requires a number from 0 on that is finite. */
    public Ranges notNegative(String flag, Double typed) {
        return holds(typed == null || typed >= 0 && Double.isFinite(typed), flag, "must not be negative", typed);
    }

    /** Requires a number above 0 that is finite. */
    Ranges positive(String flag, double typed) {
        return holds(typed > 0 && Double.isFinite(typed), flag, "must be positive", typed);
    }

    /** Requires a share that leaves something: [0, 1). */
    Ranges dropped(String flag, Double typed) {
        return holds(typed == null || typed >= 0 && typed < 1, flag, "must be at least 0 and below 1", typed);
    }

    /** Requires a share: [0, 1]. */
    Ranges share(String flag, Double typed) {
        return holds(typed == null || typed >= 0 && typed <= 1, flag, "must lie in [0, 1]", typed);
    }

    private Ranges holds(boolean holds, String flag, String rule, Number typed) {
        if (!holds) {
            problems.add(flag + " " + rule + ", got " + typed);
        }
        return this;
    }

    public List<String> problems() {
        return problems;
    }
}
