package charlm.data;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The characters a model knows: id 0 pads, id 1 masks, then the distinct code points of a corpus in ascending order.
 * A character is a Unicode code point everywhere.
 */
public final class Vocabulary {
    /** The padding character, U+25A1. */
    public static final int PAD = 0x25A1;

    /** The mask, U+2047: it replaces the masked span and ends a question. */
    public static final int MASK = 0x2047;

    /** The id of {@link #PAD}, never scored. */
    public static final int PAD_ID = 0;

    /** The id of {@link #MASK}. */
    public static final int MASK_ID = 1;

    /** The "id" of a character that is not in the vocabulary. */
    public static final int UNKNOWN = -1;

    private static final int SPECIALS = 2;
    private static final int EXAMPLES_SHOWN = 5;
    private static final int MAX_CHARS = 2 * (Character.MAX_CODE_POINT + 1);

    private final int[] symbols; // (V): code points in the order of their ids

    private Vocabulary(int[] symbols) {
        this.symbols = symbols;
    }

    /** Returns the vocabulary of {@code corpus}; throws {@link InputException} where PAD or MASK occurs in it. */
    public static Vocabulary of(Corpus corpus) {
        corpus.symbols().requireNone(Vocabulary::isSpecial, CodePoints::reserved);
        return ofCodePoints(corpus.symbols().ascending());
    }

    /** Returns the vocabulary of a text given as code points, in any order and with repeats. */
    public static Vocabulary ofCodePoints(int... text) {
        int[] distinct = Arrays.stream(text).sorted().distinct().toArray();
        return ofSymbols(new StringBuilder()
                .appendCodePoint(PAD)
                .appendCodePoint(MASK)
                .append(new String(distinct, 0, distinct.length))
                .toString());
    }

    /** Returns the vocabulary whose {@link #symbols} are given, as a checkpoint holds them. */
    public static Vocabulary ofSymbols(String symbols) {
        if (symbols.length() > MAX_CHARS) {
            throw new IllegalArgumentException("a vocabulary cannot have " + symbols.length() + " characters");
        }
        int[] codePoints = symbols.codePoints().toArray();
        if (codePoints.length < SPECIALS || codePoints[PAD_ID] != PAD || codePoints[MASK_ID] != MASK) {
            throw new IllegalArgumentException("a vocabulary must begin with " + CodePoints.describe(PAD) + " and "
                    + CodePoints.describe(MASK) + ", got " + codePoints.length + " symbols");
        }
        for (int id = SPECIALS; id < codePoints.length; id++) {
            int symbol = codePoints[id];
            if (isSpecial(symbol) || symbol >= Character.MIN_SURROGATE && symbol <= Character.MAX_SURROGATE) {
                throw new IllegalArgumentException(
                        "symbol " + id + " of the vocabulary cannot be " + CodePoints.describe(symbol));
            }
            if (id > SPECIALS && symbol <= codePoints[id - 1]) {
                throw new IllegalArgumentException("the vocabulary must ascend, but symbol " + id + " is "
                        + CodePoints.describe(symbol) + " after " + CodePoints.describe(codePoints[id - 1]));
            }
        }
        return new Vocabulary(codePoints);
    }

    /** Returns all characters in the order of their ids, PAD and MASK first. */
    public String symbols() {
        return new String(symbols, 0, symbols.length);
    }

    /** Returns V, PAD and MASK included. */
    public int size() {
        return symbols.length;
    }

    /** Returns the id of {@code codePoint}, or {@link #UNKNOWN}. */
    public int id(int codePoint) {
        if (isSpecial(codePoint)) {
            return codePoint == PAD ? PAD_ID : MASK_ID;
        }
        int found = Arrays.binarySearch(symbols, SPECIALS, symbols.length, codePoint);
        return found < 0 ? UNKNOWN : found;
    }

    /** Returns the ids of {@code text}; throws {@link IllegalArgumentException} at a character that has none. */
    public int[] encode(String text) {
        return encode(text.codePoints().toArray());
    }

    /** Returns the ids of the characters of {@code text} that have one; the others are skipped. */
    public int[] encodeKnown(String text) {
        return text.codePoints().map(this::id).filter(id -> id != UNKNOWN).toArray();
    }

    /** Throws {@link InputException} with line and column of the first character of {@code corpus} that has no id. */
    void requireAll(Corpus corpus) {
        corpus.symbols().requireNone(symbol -> id(symbol) == UNKNOWN, CodePoints::unknown);
    }

    /** Returns the ids of {@code codePoints}; throws {@link IllegalArgumentException} at one that has none. */
    int[] encode(int... codePoints) {
        return IntStream.of(codePoints).map(this::knownId).toArray();
    }

    /** Returns the text of {@code ids}, PAD and MASK as their characters. */
    public String decode(int... ids) {
        StringBuilder text = new StringBuilder(ids.length);
        for (int id : ids) {
            text.appendCodePoint(symbols[id]);
        }
        return text.toString();
    }

    /** Describes in one line the difference between this vocabulary ({@code thisName}) and another, with a few of the characters. */
    public String describeDifference(String thisName, Vocabulary other, String otherName) {
        return thisName + " has " + size() + " symbols, " + otherName + " has " + other.size() + "; only in "
                + thisName + ": " + describeMissingFrom(other) + "; only in " + otherName + ": "
                + other.describeMissingFrom(this);
    }

    private String describeMissingFrom(Vocabulary other) {
        int[] missing =
                IntStream.of(symbols).filter(s -> other.id(s) == UNKNOWN).toArray();
        if (missing.length == 0) {
            return "none";
        }
        String shown = IntStream.of(missing)
                .limit(EXAMPLES_SHOWN)
                .mapToObj(CodePoints::describe)
                .collect(Collectors.joining(", "));
        int hidden = missing.length - EXAMPLES_SHOWN;
        return hidden > 0 ? shown + " and " + hidden + " more" : shown;
    }

    static boolean isSpecial(int codePoint) {
        return codePoint == PAD || codePoint == MASK;
    }

    private int knownId(int codePoint) {
        int id = id(codePoint);
        if (id == UNKNOWN) {
            throw new IllegalArgumentException(
                    CodePoints.describe(codePoint) + " is not in the vocabulary of " + size());
        }
        return id;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vocabulary vocabulary && Arrays.equals(symbols, vocabulary.symbols);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(symbols);
    }

    @Override
    public String toString() {
        return "Vocabulary[size=" + size() + "]";
    }
}
