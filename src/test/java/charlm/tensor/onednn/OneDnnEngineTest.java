package charlm.tensor.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import charlm.golden.Golden;
import charlm.model.LanguageModel;
import charlm.nn.Variant;
import charlm.tensor.Engine;
import charlm.tensor.EngineContractTest;
import charlm.tensor.NumberType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OneDnnEngineTest extends EngineContractTest {
    private static final double FLOAT_TOLERANCE = 1e-5;
    private static final int THREADS = 2;
    private static final Engine ENGINE = new OneDnnEngine(THREADS, NumberType.FLOAT);

    @Override
    public Engine engine() {
        return ENGINE;
    }

    @Override
    public double tolerance() {
        return FLOAT_TOLERANCE;
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void theSamePassTwiceGivesTheSameBits(Variant variant) {
        assertArrayEquals(gradients(variant), gradients(variant));
    }

    private static float[] gradients(Variant variant) {
        Golden golden = Golden.of(variant);
        LanguageModel model = golden.model(ENGINE);
        model.accumulateGradients(golden.batch().whole(), 1, 0, 0);
        return model.parameters().gradients().toFloats();
    }

    @AfterAll
    static void closeEngine() {
        ENGINE.close();
    }
}
