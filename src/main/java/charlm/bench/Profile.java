package charlm.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where time went, by operation of the engine. */
public final class Profile {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Map<String, Counter> counters = new TreeMap<>();

    private static final class Counter {
        private long calls;
        private long nanos;
    }

    /** One operation's part. */
    public record Entry(String operation, long calls, double seconds) {}

    void add(String operation, long nanos) {
        Counter counter = counters.computeIfAbsent(operation, name -> new Counter());
        counter.calls++;
        counter.nanos += nanos;
    }

    void reset() {
        counters.clear();
    }

    /** Returns the operations that ran, the longest first. */
    List<Entry> entries() {
        return counters.entrySet().stream()
                .map(counter -> new Entry(
                        counter.getKey(), counter.getValue().calls, counter.getValue().nanos / NANOS_PER_SECOND))
                .sorted(Comparator.comparingDouble(Entry::seconds).reversed())
                .toList();
    }
}
