package charlm.jmh;

import charlm.tensor.Engine;
import charlm.tensor.EngineChoice;
import charlm.tensor.Engines;
import charlm.tensor.Precision;

/** An engine to compare; a name for {@code -p engine=}. */
public enum Candidate {
    ONEDNN(EngineChoice.ONEDNN, Precision.FP32),
    ONEDNN_BF16(EngineChoice.ONEDNN, Precision.BF16),
    ND4J(EngineChoice.ND4J, Precision.FP32);

    private final EngineChoice choice;
    private final Precision precision;

    Candidate(EngineChoice choice, Precision precision) {
        this.choice = choice;
        this.precision = precision;
    }

    Engine open(int threads) {
        return Engines.open(choice, precision, threads);
    }
}
