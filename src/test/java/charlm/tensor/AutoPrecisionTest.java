package charlm.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import charlm.tensor.nd4j.Nd4jEngine;
import org.junit.jupiter.api.Test;

class AutoPrecisionTest {
    @Test
    void withoutInstructionsForItBfloat16IsNotTaken() {
        assertEquals(Precision.FP32, AutoPrecision.measure(precision -> new Nd4jEngine(NumberType.FLOAT, 1)));
    }

    @Test
    void withoutAnEngineForItBfloat16IsNotTaken() {
        assertEquals(Precision.FP32, AutoPrecision.measure(precision -> {
            throw new EngineUnavailableException("there is none");
        }));
    }

    @Test
    void whatAutoAmountsToIsDecidedAndStays() {
        Precision resolved = Engines.resolve(EngineChoice.AUTO, Precision.AUTO);
        assertNotEquals(Precision.AUTO, resolved);
        assertEquals(resolved, Engines.resolve(EngineChoice.ONEDNN, Precision.AUTO));
        assertEquals(Precision.FP32, Engines.resolve(EngineChoice.ND4J, Precision.AUTO));
        assertEquals(Precision.BF16, Engines.resolve(EngineChoice.AUTO, Precision.BF16));
        assertEquals(Precision.FP32, Engines.resolve(EngineChoice.AUTO, Precision.FP32));
    }
}
