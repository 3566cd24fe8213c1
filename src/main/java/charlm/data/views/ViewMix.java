package charlm.data.views;

import charlm.tensor.RandomStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.StringJoiner;

/** How often each view is shown, as weights of any sum. */
public final class ViewMix {
    private final Map<View, Integer> weights = new EnumMap<>(View.class);
    private int sum;

    private ViewMix() {}

    /** Parses {@code window=3,cue=4}; what is not named is not shown. Throws {@link IllegalArgumentException}. */
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
        for (View view : View.values()) {
            if (view.label().equals(label)) {
                return view;
            }
        }
        return null;
    }

    private static int weight(String text) {
        return text.matches("\\d{1,4}") ? Integer.parseInt(text) : -1;
    }

    private static String example() {
        StringJoiner all = new StringJoiner(",");
        for (View view : View.values()) {
            all.add(view.label() + "=1");
        }
        return all.toString();
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

    /** Returns what {@link #parse} reads, in the order of the views. */
    @Override
    public String toString() {
        StringJoiner all = new StringJoiner(",");
        weights.forEach((view, weight) -> all.add(view.label() + "=" + weight));
        return all.toString();
    }
}
