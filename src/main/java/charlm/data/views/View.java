package charlm.data.views;

import java.util.Locale;

/** The augmented forms of a document; the package has an example of each. */
public enum View {
    /** A beginning with any span moved behind it: the reference's span corruption. */
    PREFIX,
    /** The title and a window of the body with a span moved behind it; all of it scored. */
    WINDOW,
    /** The title and some words around a span, which is moved behind them; the span alone scored. */
    SNIPPET,
    /** The title among a few words from around a span, then the span, as a question and its answer; then more such pairs. */
    CUE,
    /** A window of the body, then the title, which alone is scored. */
    NAME;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
