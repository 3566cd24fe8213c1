package charlm.data;

/** How characters are spoken of in messages. */
public final class CodePoints {
    private CodePoints() {}

    /** Returns {@code U+00E9 'é'}, or the number alone where the character has no glyph of its own. */
    public static String describe(int codePoint) {
        String number = "U+%04X".formatted(codePoint);
        return hasGlyph(codePoint) ? number + " '" + Character.toString(codePoint) + "'" : number;
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
