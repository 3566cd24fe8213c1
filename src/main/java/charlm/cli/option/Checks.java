package charlm.cli.option;

import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong with a command line. A number that is null was not typed. */
public final class Checks {
    private final FileChecks files = new FileChecks();
    private final List<String> problems = new ArrayList<>();

    public FileChecks files() {
        return files;
    }

    /** Requires that a condition holds. */
    public Checks require(boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
        return this;
    }

    /** Requires a whole number that is not below {@code least}. */
    public Checks atLeast(String flag, long least, Number typed) {
        String rule = least == 0 ? " must not be negative" : " must be at least " + least;
        return require(typed == null || typed.longValue() >= least, flag + rule + ", got " + typed);
    }

    /** Requires a whole number that is not above {@code most}. */
    public Checks atMost(String flag, long most, long typed) {
        return require(typed <= most, flag + " must be at most " + most + ", got " + typed);
    }

    /** Requires a finite number from 0 on. */
    public Checks notNegative(String flag, Double typed) {
        return require(
                typed == null || typed >= 0 && Double.isFinite(typed), flag + " must not be negative, got " + typed);
    }

    /** Requires a finite number above 0. */
    Checks positive(String flag, Double typed) {
        return require(typed == null || typed > 0 && Double.isFinite(typed), flag + " must be positive, got " + typed);
    }

    /** Requires a fraction to drop, which leaves something: [0, 1). */
    public Checks dropped(String flag, Double typed) {
        return require(
                typed == null || typed >= 0 && typed < 1, flag + " must be at least 0 and below 1, got " + typed);
    }

    /** Requires a fraction: [0, 1]. */
    Checks fraction(String flag, Double typed) {
        return require(typed == null || typed >= 0 && typed <= 1, flag + " must lie in [0, 1], got " + typed);
    }

    /** Returns the problems with files, then all others. */
    public List<String> problems() {
        List<String> all = new ArrayList<>(files.problems());
        all.addAll(problems);
        return all;
    }
}
