package charlm.data;

import java.util.List;

/**
 * The examples of one step, B of them.
 *
 * @param width the length that the reference pads every example to
 */
public record Batch(int width, List<Example> examples) {
    public Batch {
        examples = List.copyOf(examples);
        if (examples.isEmpty() || examples.stream().anyMatch(example -> example.length() > width)) {
            throw new IllegalArgumentException("a batch needs examples of at most " + width + " positions");
        }
    }

    /** Returns the number of scored targets. */
    public int scoredTargets() {
        return examples.stream().mapToInt(Example::scoredTargets).sum();
    }

    /** Returns the number of tokens. As the reference does: padding counts. */
    public long tokens() {
        return (long) examples.size() * width;
    }
}
