package charlm.cli;

/** Text from files and models, made harmless for a terminal, which would obey its control characters. */
final class Printable {
    private Printable() {}

    /** Returns {@code text} on one line. */
    static String line(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    /** Returns {@code text} with its line breaks and tabs. */
    static String text(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "?");
    }
}
