package charlm.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Time by operation of the engine. */
public final class Profile {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Map<String, Counter> counters = new TreeMap<>();

    private static final class Counter {
        private long calls;
        private long nanos;
    }

    /** The calls and the time of one operation. */
    public record OperationTime(String operation, long calls, double seconds) {}

    synchronized void add(String operation, long nanos) {
        Counter counter = counters.computeIfAbsent(operation, name -> new Counter());
        counter.calls++;
        counter.nanos += nanos;
    }

    synchronized void reset() {
        counters.clear();
    }

    /**
     * Returns the operations that ran, the longest first.
     *
     * @param threads number of threads side by side: the sum of their times is divided by it
     */
    synchronized List<OperationTime> entries(int threads) {
        return counters.entrySet().stream()
                .map(counter -> new OperationTime(
                        counter.getKey(),
                        counter.getValue().calls,
                        counter.getValue().nanos / NANOS_PER_SECOND / threads))
                .sorted(Comparator.comparingDouble(OperationTime::seconds).reversed())
                .toList();
    }
}
