package charlm.data.views;

import charlm.tensor.RandomStream;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The mix of views, as weights of any sum. */
public final class ViewMix {
    private final Map<View, Integer> weights = new EnumMap<>(View.class);
    private int sum;

    private ViewMix() {}

    /** Parses {@code window=3,cue=4}; views without a weight are not shown. Throws {@link IllegalArgumentException}. */
    public static ViewMix parse(String text) {
        ViewMix mix = new ViewMix();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            View view = equals < 0 ? null : view(part.substring(0, equals).trim());
            int weight = equals < 0 ? -1 : weight(part.substring(equals + 1).trim());
            if (view == null || weight < 0 || mix.weights.put(view, weight) != null) {
                throw new IllegalArgumentException("views are weights like " + example() + ", got '" + text + "'");
            }
            mix.sum += weight;
        }
        if (mix.sum < 1) {
            throw new IllegalArgumentException("some view needs a weight above 0, got '" + text + "'");
        }
        return mix;
    }

    private static View view(String label) {
        return Arrays.stream(View.values())
                .filter(view -> view.label().equals(label))
                .findFirst()
                .orElse(null);
    }

    private static int weight(String text) {
        return text.matches("\\d{1,4}") ? Integer.parseInt(text) : -1;
    }

    private static String example() {
        return Arrays.stream(View.values()).map(view -> view.label() + "=1").collect(Collectors.joining(","));
    }

    View draw(RandomStream random) {
        int drawn = random.nextInt(0, sum - 1);
        for (Map.Entry<View, Integer> entry : weights.entrySet()) {
            drawn -= entry.getValue();
            if (drawn < 0) {
                return entry.getKey();
            }
        }
        throw new AssertionError("the weights add up to " + sum);
    }

    /** Returns the form that {@link #parse} reads, in the order of the views. */
    @Override
    public String toString() {
        return weights.entrySet().stream()
                .map(entry -> entry.getKey().label() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
    }
}
