package charlm.bench;

import java.util.List;

/**
 * Where the time of some passes (steps, or evaluations) went.
 *
 * @param seconds of all passes together
 * @param entries one for each operation of the engine that ran, the longest first
 */
public record ProfileReport(int passes, double seconds, List<Profile.OperationTime> entries) {
    public ProfileReport {
        entries = List.copyOf(entries);
    }

    /** Returns the seconds that were spent outside the engine. */
    public double elsewhereSeconds() {
        return seconds
                - entries.stream().mapToDouble(Profile.OperationTime::seconds).sum();
    }
}
