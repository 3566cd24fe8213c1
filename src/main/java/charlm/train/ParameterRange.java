package charlm.train;

import charlm.nn.Parameter;
import charlm.nn.ParameterSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Elements [from, to) of the flat buffers, all with weight decay or all without. */
record ParameterRange(long from, long to, boolean decays) {

    /** Returns all elements except those of {@code left}, in as few ranges as possible. */
    static List<ParameterRange> without(List<Parameter> left, ParameterSet parameters) {
        List<ParameterRange> ranges = new ArrayList<>();
        parameters.list().stream()
                .filter(parameter -> !left.contains(parameter))
                .map(parameter -> of(parameter, parameters))
                .sorted(Comparator.comparingLong(ParameterRange::from))
                .forEach(next -> {
                    ParameterRange last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
                    if (last != null && last.to == next.from && last.decays == next.decays) {
                        ranges.set(ranges.size() - 1, new ParameterRange(last.from, next.to, last.decays));
                    } else {
                        ranges.add(next);
                    }
                });
        return ranges;
    }

    private static ParameterRange of(Parameter parameter, ParameterSet parameters) {
        long from = parameter.value().offset() - parameters.values().offset();
        return new ParameterRange(from, from + parameter.length(), parameter.decays());
    }

    /** Returns part {@code number} of {@code parts} as equal as can be. */
    ParameterRange part(int number, int parts) {
        return new ParameterRange(from + length() * number / parts, from + length() * (number + 1) / parts, decays);
    }

    long length() {
        return to - from;
    }
}
