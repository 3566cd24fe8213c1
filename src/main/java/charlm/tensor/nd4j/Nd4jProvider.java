package charlm.tensor.nd4j;

import charlm.tensor.Engine;
import charlm.tensor.EngineChoice;
import charlm.tensor.EngineProvider;
import charlm.tensor.NumberType;
import charlm.tensor.Precision;

/** Opens ND4J, in single precision. */
public final class Nd4jProvider implements EngineProvider {
    @Override
    public EngineChoice choice() {
        return EngineChoice.ND4J;
    }

    @Override
    public boolean computes(Precision precision) {
        return precision == Precision.FP32;
    }

    /** ND4J divides every operation among its threads instead. */
    @Override
    public int workers(int threads) {
        return 1;
    }

    @Override
    public void load() {
        Nd4jPlatform.LIBRARY.load();
    }

    @Override
    public Engine open(Precision precision, int threads) {
        return new Nd4jEngine(NumberType.FLOAT, threads);
    }
}
