package charlm.data.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.tensor.RandomStream;
import charlm.tensor.RandomStream.Purpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ViewMixTest {
    private static final int DRAWS = 10_000;

    @Test
    void viewsAreDrawnAsOftenAsTheyWeigh() {
        ViewMix mix = ViewMix.parse("cue=3, window=1,name=0");
        int cues = 0;
        int windows = 0;
        for (int i = 0; i < DRAWS; i++) {
            View view = mix.draw(RandomStream.of(1, Purpose.VIEWS, 0, i));
            cues += view == View.CUE ? 1 : 0;
            windows += view == View.WINDOW ? 1 : 0;
        }
        assertEquals(0.75, (double) cues / DRAWS, 0.02);
        assertEquals(DRAWS, cues + windows);
    }

    @Test
    void aMixIsWrittenInOneOrderWhateverOrderItWasReadIn() {
        assertEquals("window=1,cue=3", ViewMix.parse("cue=3,window=1").toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "cue", "cue=", "cue=-1", "cue=0", "cue=1,cue=2", "song=1", "cue=1,,window=1", "cue=99999"})
    void whatIsNoMixIsRefusedWithWhatItIs(String text) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> ViewMix.parse(text));
        assertTrue(e.getMessage().contains("'" + text + "'"), e.getMessage());
    }
}
