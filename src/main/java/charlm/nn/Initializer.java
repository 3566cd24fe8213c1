package charlm.nn;

import charlm.tensor.RandomStream;

/** Draws the elements of a fresh parameter, one by one. */
@FunctionalInterface
public interface Initializer {
    Initializer ZEROS = stream -> 0;
    Initializer ONES = stream -> 1;

    double draw(RandomStream stream);

    /** N(0, standardDeviation). */
    static Initializer normal(double standardDeviation) {
        return stream -> standardDeviation * stream.nextGaussian();
    }

    /** Uniform in [-bound, bound). */
    static Initializer uniform(double bound) {
        return stream -> bound * (2 * stream.nextDouble() - 1);
    }
}
