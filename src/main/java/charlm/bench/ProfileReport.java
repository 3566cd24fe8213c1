package charlm.bench;

import java.util.List;

/**
 * The time of some passes (steps, or evaluations) by operation.
 *
 * @param seconds of all passes together
 * @param entries one for each operation of the engine that ran, the longest first
 */
public record ProfileReport(int passes, double seconds, List<Profile.OperationTime> entries) {
    public ProfileReport {
        entries = List.copyOf(entries);
    }

    /** Returns the seconds outside the engine. */
    public double elsewhereSeconds() {
        return seconds
                - entries.stream().mapToDouble(Profile.OperationTime::seconds).sum();
    }
}
