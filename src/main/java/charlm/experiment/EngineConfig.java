package charlm.experiment;

import charlm.tensor.Engine;
import charlm.tensor.EngineChoice;
import charlm.tensor.Engines;
import charlm.tensor.Precision;

/**
 * What computes.
 *
 * @param threads 0 for one a core
 */
public record EngineConfig(EngineChoice choice, Precision precision, int threads) {
    /** The fastest engine this machine has, on all its cores. */
    public static final EngineConfig AUTO = new EngineConfig(EngineChoice.AUTO, Precision.AUTO, 0);

    public EngineConfig {
        if (threads < 0) {
            throw new IllegalArgumentException("threads must not be negative, got threads=" + threads);
        }
    }

    /** Returns a started engine for training. */
    Engine open() {
        return open(precision);
    }

    /** Returns a started engine for evaluation, which is always in single precision. */
    Engine openFull() {
        return open(Precision.FP32);
    }

    private Engine open(Precision precision) {
        return Engines.open(
                choice, precision, threads > 0 ? threads : Runtime.getRuntime().availableProcessors());
    }
}
