package charlm.tensor.nd4j;

import charlm.tensor.Engine;
import charlm.tensor.EngineContractTest;
import org.junit.jupiter.api.AfterAll;
import org.nd4j.linalg.api.buffer.DataType;

class Nd4jEngineTest extends EngineContractTest {
    private static final double FLOAT_TOLERANCE = 1e-5;
    private static final Engine ENGINE = new Nd4jEngine(DataType.FLOAT, 2);

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
