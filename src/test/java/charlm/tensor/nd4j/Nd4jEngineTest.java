package charlm.tensor.nd4j;

import charlm.tensor.Engine;
import charlm.tensor.EngineContractTest;
import charlm.tensor.NumberType;
import org.junit.jupiter.api.AfterAll;

class Nd4jEngineTest extends EngineContractTest {
    private static final double FLOAT_TOLERANCE = 1e-5;
    private static final Engine ENGINE = new Nd4jEngine(NumberType.FLOAT, 2);

    @Override
    public Engine engine() {
        return ENGINE;
    }

    @Override
    public double tolerance() {
        return FLOAT_TOLERANCE;
    }

    @AfterAll
    static void closeEngine() {
        ENGINE.close();
    }
}
