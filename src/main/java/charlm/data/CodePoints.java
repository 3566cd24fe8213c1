package charlm.data;

import java.util.Locale;

/** Counts characters, drops some, and writes them for messages and terminals. */
public final class CodePoints {
    private static final int REPLACEMENT = 0xFFFD;
    private static final int MAX_ASCII = 0x7F;
    private static final String DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069";

    private CodePoints() {}

    /** Returns {@code U+00E9 'é'}, or the number alone where the character has no glyph of its own. */
    public static String describe(int codePoint) {
        String number = String.format(Locale.ROOT, "U+%04X", codePoint);
        return hasGlyph(codePoint) ? number + " '" + Character.toString(codePoint) + "'" : number;
    }

    /**
     * Returns {@code text} without danger for a terminal: control characters, line and paragraph separators, marks of the
     * writing direction and broken surrogates become U+FFFD.
     */
    public static String printable(String text) {
        int[] shown = text.codePoints()
                .map(codePoint -> isHarmless(codePoint) ? codePoint : REPLACEMENT)
                .toArray();
        return new String(shown, 0, shown.length);
    }

    static boolean isAscii(int codePoint) {
        return codePoint <= MAX_ASCII;
    }

    /** Returns {@code text} without its characters that are not ASCII, as the reference does when it finetunes. */
    public static String ascii(String text) {
        int[] kept = text.codePoints().filter(CodePoints::isAscii).toArray();
        return new String(kept, 0, kept.length);
    }

    /** Returns the number of characters, each a code point. */
    public static int count(String text) {
        return text.codePointCount(0, text.length());
    }

    private static boolean isHarmless(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            case Character.FORMAT -> DIRECTIONS.indexOf(codePoint) < 0;
            default -> true;
        };
    }

    static String reserved(int codePoint) {
        return describe(codePoint) + " is reserved for " + (codePoint == Vocabulary.PAD ? "padding" : "masks")
                + " and must not occur in the data; remove or replace it";
    }

    static String unknown(int codePoint) {
        return describe(codePoint) + " is not in the vocabulary; remove it or pretrain on a corpus that has it";
    }

    private static boolean hasGlyph(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK -> false;
            default -> true;
        };
    }
}
