package charlm.nn;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Which network: a causal decoder, or one with a bottleneck of latents. */
public enum Variant {
    VANILLA,
    PERCEIVER;

    /** Returns the word the command line and the files use. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the words for all variants. */
    public static List<String> labels() {
        return Stream.of(values()).map(Variant::label).toList();
    }

    /** Returns the variant called {@code label}; throws {@link IllegalArgumentException} listing the two there are. */
    public static Variant of(String label) {
        for (Variant variant : values()) {
            if (variant.label().equals(label)) {
                return variant;
            }
        }
        throw new IllegalArgumentException("the variant must be vanilla or perceiver, got " + label);
    }

    @Override
    public String toString() {
        return label();
    }
}
