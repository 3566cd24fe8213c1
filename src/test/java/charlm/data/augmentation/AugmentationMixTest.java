package charlm.data.augmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import charlm.tensor.RandomStream;
import charlm.tensor.RandomStream.Purpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AugmentationMixTest {
    private static final int DRAWS = 10_000;

    @Test
    void formsAreDrawnAsOftenAsTheyWeigh() {
        AugmentationMix mix = AugmentationMix.parse("cue=3, window=1,name=0");
        int questions = 0;
        int windows = 0;
        for (int i = 0; i < DRAWS; i++) {
            Augmentation form = mix.draw(RandomStream.of(1, Purpose.VIEWS, 0, i));
            questions += form == Augmentation.QUESTION ? 1 : 0;
            windows += form == Augmentation.WINDOW ? 1 : 0;
        }
        assertEquals(0.75, (double) questions / DRAWS, 0.02);
        assertEquals(DRAWS, questions + windows);
    }

    @Test
    void aMixIsWrittenInOneOrderWhateverOrderItWasReadIn() {
        assertEquals("window=1,cue=3", AugmentationMix.parse("cue=3,window=1").toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "cue", "cue=", "cue=-1", "cue=0", "cue=1,cue=2", "song=1", "cue=1,,window=1", "cue=99999"})
    void whatIsNoMixIsRefusedWithWhatItIs(String text) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> AugmentationMix.parse(text));
        String rule = text.equals("cue=0")
                ? "must have a weight above 0"
                : "must be weights like prefix=1,window=1,snippet=1,cue=1,name=1";
        assertEquals(rule + ", got '" + text + "'", e.getMessage());
    }
}
