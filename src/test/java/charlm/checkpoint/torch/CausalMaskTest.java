package charlm.checkpoint.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import charlm.checkpoint.safetensors.NamedTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CausalMaskTest {
    private static boolean isCausal(float... values) {
        return CausalMask.isCausal(new NamedTensor("blocks.0.attn.mask", new long[] {2, 2}, values));
    }

    @Test
    void aMaskIsKnownByTheZerosInEitherPart() {
        float out = Float.NEGATIVE_INFINITY;
        assertEquals(true, isCausal(1, 0, 1, 1));
        assertEquals(true, isCausal(0, out, 0, 0)); // to be added to the scores
        assertEquals(false, isCausal(1, 1, 1, 1));
        assertEquals(false, isCausal(1, 0, 0, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aNumberThatIsNoneMakesNoMask(int place) {
        float[] ones = {1, 0, 1, 1};
        ones[place] = Float.NaN;
        assertEquals(false, isCausal(ones));
        float[] added = {0, 1, 0, 0};
        added[place] = Float.NaN;
        assertEquals(false, isCausal(added));
    }
}
