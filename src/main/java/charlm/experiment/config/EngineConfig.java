package charlm.experiment.config;

import charlm.tensor.Engine;
import charlm.tensor.EngineChoice;
import charlm.tensor.Engines;
import charlm.tensor.Precision;

/**
 * The choice of the engine.
 *
 * @param threads 0 for one per core
 */
public record EngineConfig(EngineChoice choice, Precision precision, int threads) {
    /** The fastest engine this machine has, on all its cores. */
    public static final EngineConfig AUTO = new EngineConfig(EngineChoice.AUTO, Precision.AUTO, 0);

    public EngineConfig {
        if (threads < 0) {
            throw new IllegalArgumentException("threads must not be negative, got threads=" + threads);
        }
    }

    /** Returns the same in single precision, unless another precision was chosen. */
    public EngineConfig preferringFull() {
        return precision == Precision.AUTO ? new EngineConfig(choice, Precision.FP32, threads) : this;
    }

    /**
     * Returns the same in the precision of the run that is continued, unless a precision was chosen: a second measurement on
     * a busy machine can choose another. Without that precision on this processor it stays open.
     */
    public EngineConfig continuing(Precision ofRun) {
        return precision == Precision.AUTO && Engines.computes(choice, ofRun)
                ? new EngineConfig(choice, ofRun, threads)
                : this;
    }

    /** Returns a started engine for training. */
    public Engine open() {
        return Engines.open(choice, precision, resolvedThreads());
    }

    /** Returns a started engine for evaluation, which is always in single precision. */
    public Engine openFull() {
        return Engines.open(choice, Precision.FP32, resolvedThreads());
    }

    /** Returns the number of threads on this machine. */
    public int resolvedThreads() {
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    }

    /** Returns the largest number of workers of a step. */
    public int resolvedWorkers() {
        return Engines.workers(choice, resolvedThreads());
    }

    /** Returns the precision on this machine, FP32 or BF16. */
    public Precision resolvedPrecision() {
        return Engines.resolve(choice, precision);
    }
}
