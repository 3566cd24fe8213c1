package charlm.data.augmentation;

import charlm.tensor.RandomStream;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A mix of augmented forms, as weights of any sum. */
public final class AugmentationMix {
    private final Map<Augmentation, Integer> weights = new EnumMap<>(Augmentation.class);
    private int sum;

    private AugmentationMix() {}

    /** Parses {@code window=3,cue=4}; forms without a weight are not shown. Throws {@link IllegalArgumentException}. */
    public static AugmentationMix parse(String text) {
        AugmentationMix mix = new AugmentationMix();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            Augmentation form =
                    equals < 0 ? null : form(part.substring(0, equals).trim());
            int weight = equals < 0 ? -1 : weight(part.substring(equals + 1).trim());
            if (form == null || weight < 0 || mix.weights.put(form, weight) != null) {
                throw new IllegalArgumentException("must be weights like " + example() + ", got '" + text + "'");
            }
            mix.sum += weight;
        }
        if (mix.sum < 1) {
            throw new IllegalArgumentException("must have a weight above 0, got '" + text + "'");
        }
        return mix;
    }

    private static Augmentation form(String label) {
        return Arrays.stream(Augmentation.values())
                .filter(form -> form.label().equals(label))
                .findFirst()
                .orElse(null);
    }

    private static int weight(String text) {
        return text.matches("\\d{1,4}") ? Integer.parseInt(text) : -1;
    }

    private static String example() {
        return Arrays.stream(Augmentation.values())
                .map(form -> form.label() + "=1")
                .collect(Collectors.joining(","));
    }

    Augmentation draw(RandomStream random) {
        int drawn = random.nextInt(0, sum - 1);
        for (Map.Entry<Augmentation, Integer> entry : weights.entrySet()) {
            drawn -= entry.getValue();
            if (drawn < 0) {
                return entry.getKey();
            }
        }
        throw new AssertionError("the weights add up to " + sum);
    }

    /** Returns the form that {@link #parse} reads, in the order of the forms. */
    @Override
    public String toString() {
        return weights.entrySet().stream()
                .map(entry -> entry.getKey().label() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
    }
}
