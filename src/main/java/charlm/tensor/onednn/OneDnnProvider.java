package charlm.tensor.onednn;

import charlm.tensor.Engine;
import charlm.tensor.EngineChoice;
import charlm.tensor.EngineProvider;
import charlm.tensor.Precision;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Opens oneDNN. */
public final class OneDnnProvider implements EngineProvider {
    private static final String LIBRARY = "org.bytedeco.dnnl.global.dnnl";

    @Override
    public EngineChoice choice() {
        return EngineChoice.ONEDNN;
    }

    @Override
    public boolean computes(Precision precision) {
        return true;
    }

    @Override
    public int workers(int threads) {
        return threads;
    }

    @Override
    public void load() throws ReflectiveOperationException {
        Nd4j.getBackend();
        Class.forName(LIBRARY);
    }

    @Override
    public Engine open(Precision precision, int threads) {
        return new OneDnnEngine(threads, precision == Precision.BF16 ? DataType.BFLOAT16 : DataType.FLOAT);
    }
}
