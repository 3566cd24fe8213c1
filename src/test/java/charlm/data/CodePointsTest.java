package charlm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CodePointsTest {
    /** Control characters, separators, each mark of the writing direction (UAX 9), half a surrogate pair. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                0x00, 0x07, 0x0A, 0x1B, 0x7F, 0x85, 0x2028, 0x2029, 0x061C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C,
                0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069, 0xD800, 0xDFFF
            })
    void whatCouldChangeATerminalIsReplaced(int codePoint) {
        assertEquals("a\uFFFDb", CodePoints.printable("a" + Character.toString(codePoint) + "b"));
    }

    /** A zero width joiner and a soft hyphen are format characters too. */
    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "é語𝄞", "a\u200Db", "a\u00ADb", "\u00A0", "□⁇"})
    void everythingElseIsPrintedAsItIs(String text) {
        assertEquals(text, CodePoints.printable(text));
    }

    @Test
    void aCharacterIsDescribedByItsNumberAndByItsGlyphIfItHasOne() {
        assertEquals("U+00E9 'é'", CodePoints.describe('é'));
        assertEquals("U+1D11E '𝄞'", CodePoints.describe(0x1D11E));
        for (int codePoint :
                new int[] {0x0A, 0x20, 0x200D, 0x2028, 0x2029, 0x301, 0x903, 0x20DD, 0xD800, 0xE000, 0x378}) {
            assertEquals(String.format(Locale.ROOT, "U+%04X", codePoint), CodePoints.describe(codePoint));
        }
    }
}
