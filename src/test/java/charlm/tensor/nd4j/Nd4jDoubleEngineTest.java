package charlm.tensor.nd4j;

import charlm.tensor.Engine;
import charlm.tensor.EngineContractTest;
import charlm.tensor.NumberType;
import org.junit.jupiter.api.AfterAll;

class Nd4jDoubleEngineTest extends EngineContractTest {
    private static final double DOUBLE_TOLERANCE = 1e-10;
    private static final Engine ENGINE = new Nd4jEngine(NumberType.DOUBLE, 1);

    @Override
    public Engine engine() {
        return ENGINE;
    }

    @Override
    public double tolerance() {
        return DOUBLE_TOLERANCE;
    }

    @AfterAll
    static void closeEngine() {
        ENGINE.close();
    }
}
