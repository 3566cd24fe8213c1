package charlm.tensor.nd4j;

import charlm.tensor.Engine;
import charlm.tensor.EngineContractTest;
import org.junit.jupiter.api.AfterAll;
import org.nd4j.linalg.api.buffer.DataType;

class Nd4jDoubleEngineTest extends EngineContractTest {
    private static final double DOUBLE_TOLERANCE = 1e-10;
    private static final Engine ENGINE = new Nd4jEngine(DataType.DOUBLE, 1);

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
