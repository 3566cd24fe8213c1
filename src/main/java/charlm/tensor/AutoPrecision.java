package charlm.tensor;

import java.util.function.Function;

/**
 * Resolves {@link Precision#AUTO} on this processor: bfloat16 where it multiplies those natively and a product of a
 * layer's size is then much faster, by the best of some rounds, so that a busy machine hardly changes the answer from
 * run to run.
 */
final class AutoPrecision {
    private static final int ROUNDS = 7;
    private static final int ROWS = 512;
    private static final int IN = 256;
    private static final int OUT = 1024;
    private static final double MIN_GAIN = 1.3;

    private AutoPrecision() {}

    /**
     * Returns BF16 or FP32.
     *
     * @param opener returns an engine on one thread, or throws {@link EngineUnavailableException}
     */
    static Precision measure(Function<Precision, Engine> opener) {
        try (Engine mixed = opener.apply(Precision.BF16)) {
            if (!mixed.multipliesBfloat16()) {
                return Precision.FP32;
            }
            try (Engine full = opener.apply(Precision.FP32)) {
                return gain(full, mixed) >= MIN_GAIN ? Precision.BF16 : Precision.FP32;
            }
        } catch (EngineUnavailableException e) {
            return Precision.FP32;
        }
    }

    /** Returns how many times faster {@code mixed} is, by the best of some rounds taken in turn. */
    private static double gain(Engine full, Engine mixed) {
        Runnable fullProduct = product(full);
        Runnable mixedProduct = product(mixed);
        long fullBest = Long.MAX_VALUE;
        long mixedBest = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            fullBest = Math.min(fullBest, nanos(fullProduct));
            mixedBest = Math.min(mixedBest, nanos(mixedProduct));
        }
        return (double) fullBest / mixedBest;
    }

    private static Runnable product(Engine engine) {
        NumberType type = engine.activationType();
        Tensor dY = engine.allocate(type, ROWS, OUT);
        Tensor dX = engine.allocate(type, ROWS, IN);
        Tensor weights = engine.allocate(OUT, IN);
        engine.parametersChanged(weights); // so that their copy stays, as that of a network's weights does
        return () -> engine.linearBackwardInput(dY, weights, dX);
    }

    private static long nanos(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
    }
}
