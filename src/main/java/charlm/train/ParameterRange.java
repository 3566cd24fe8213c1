package charlm.train;

import charlm.nn.Parameter;
import charlm.nn.ParameterSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Elements [from, to) of the flat buffers, which decay or do not. */
record ParameterRange(long from, long to, boolean decays) {

    /** Returns all elements but those of {@code left}, in as few stretches as there can be. */
    static List<ParameterRange> without(List<Parameter> left, ParameterSet parameters) {
        List<ParameterRange> stretches = new ArrayList<>();
        parameters.list().stream()
                .filter(parameter -> !left.contains(parameter))
                .map(parameter -> of(parameter, parameters))
                .sorted(Comparator.comparingLong(ParameterRange::from))
                .forEach(next -> {
                    ParameterRange last = stretches.isEmpty() ? null : stretches.get(stretches.size() - 1);
                    if (last != null && last.to == next.from && last.decays == next.decays) {
                        stretches.set(stretches.size() - 1, new ParameterRange(last.from, next.to, last.decays));
                    } else {
                        stretches.add(next);
                    }
                });
        return stretches;
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
