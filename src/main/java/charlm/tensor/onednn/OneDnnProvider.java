package charlm.tensor.onednn;

import charlm.tensor.Engine;
import charlm.tensor.EngineChoice;
import charlm.tensor.EngineProvider;
import charlm.tensor.NativeLibrary;
import charlm.tensor.NumberType;
import charlm.tensor.Precision;
import charlm.tensor.nd4j.Nd4jProvider;

/** Opens oneDNN. */
public final class OneDnnProvider implements EngineProvider {
    private static final NativeLibrary LIBRARY =
            new NativeLibrary("engine onednn", () -> Class.forName("org.bytedeco.dnnl.global.dnnl"));

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
    public void load() {
        new Nd4jProvider().load(); // without ND4J its native operations cannot be had
        LIBRARY.load();
    }

    @Override
    public Engine open(Precision precision, int threads) {
        return new OneDnnEngine(threads, precision == Precision.BF16 ? NumberType.BFLOAT16 : NumberType.FLOAT);
    }
}
