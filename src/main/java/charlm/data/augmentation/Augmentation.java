package charlm.data.augmentation;

/** The augmented forms of a document; the package has an example of each. */
public enum Augmentation {
    /** A beginning with any span masked out: the reference's span corruption. */
    PREFIX("prefix"),
    /** The title and a window of the body with a span masked out; all of it scored. */
    WINDOW("window"),
    /** The title and some words around a masked span; the span alone scored. */
    EXCERPT("snippet"),
    /** The title among a few words from around a span, then the span, as a question and its answer; then more such pairs. */
    QUESTION("cue"),
    /** A window of the body, then the title, which alone is scored. */
    TITLE("name");

    private final String label;

    Augmentation(String label) {
        this.label = label;
    }

    /** Returns the name on the command line. */
    String label() {
        return label;
    }
}
