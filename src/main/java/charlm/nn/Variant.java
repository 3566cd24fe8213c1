package charlm.nn;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The kind of network: a causal decoder, or one with a bottleneck of latents. */
public enum Variant {
    VANILLA,
    PERCEIVER;

    /** Returns the word for the command line and for files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the words of all variants. */
    public static List<String> labels() {
        return Stream.of(values()).map(Variant::label).toList();
    }

    /** Returns the variant called {@code label}; throws {@link IllegalArgumentException} that lists both. */
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
