package charlm.bench;

import java.util.List;

/** The seconds that each of some equal pieces of work took; at least one. */
public record Timings(List<Double> seconds) {
    public Timings {
        if (seconds.isEmpty()) {
            throw new IllegalArgumentException("there must be at least one time");
        }
        seconds = List.copyOf(seconds);
    }

    /** Returns the median: the mean of the middle two when their number is even. */
    public double median() {
        List<Double> sorted = seconds.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    public double min() {
        return seconds.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    /** Returns the time of the first piece. */
    public double first() {
        return seconds.get(0);
    }

    public double total() {
        return seconds.stream().mapToDouble(Double::doubleValue).sum();
    }
}
