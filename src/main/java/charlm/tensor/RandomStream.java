package charlm.tensor;

/**
 * Counter-based randomness: a stream is a pure function of a seed, a purpose and coordinates (epoch, example, ...), so
 * thread count, microbatches and resuming cannot change what is drawn.
 *
 * <p>Each draw hashes a counter with the 64-bit finaliser of SplitMix64 (Steele, Lea and Flood, 2014). Not for secrets.
 */
public final class RandomStream {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final double TWO_POW_MINUS_53 = 0x1.0p-53;

    /** The use of a stream; streams of different purposes never meet. The order is part of the file format. */
    public enum Purpose {
        INITIALISATION,
        SPAN_CORRUPTION,
        DROPOUT,
        DEMO_CORPUS,
        SAMPLING,
        VIEWS,
        ORDER
    }

    private long state;

    private RandomStream(long state) {
        this.state = state;
    }

    /** Returns the stream for {@code seed}, {@code purpose} and two coordinates. */
    public static RandomStream of(long seed, Purpose purpose, long first, long second) {
        return new RandomStream(key(seed, purpose, first, second));
    }

    /** Returns 64 well-mixed bits that identify (seed, purpose, first, second). */
    public static long key(long seed, Purpose purpose, long first, long second) {
        long key = mix(seed + GOLDEN_GAMMA);
        key = mix(key ^ (purpose.ordinal() + 1) * GOLDEN_GAMMA);
        key = mix(key ^ first * GOLDEN_GAMMA + 1);
        return mix(key ^ second * GOLDEN_GAMMA + 2);
    }

    /** Mixes 64 bits so that each input bit flips about half of the output bits (a bijection). */
    public static long mix(long bits) {
        bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
        return bits ^ (bits >>> 31);
    }

    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** Returns a double uniform in [0, 1). */
    public double nextDouble() {
        return (nextLong() >>> 11) * TWO_POW_MINUS_53;
    }

    /** Returns an int uniform in [{@code low}, {@code high}], both ends included. */
    public int nextInt(int low, int high) {
        if (low > high) {
            throw new IllegalArgumentException("low must not exceed high, got low=" + low + ", high=" + high);
        }
        long span = (long) high - low + 1;
        return (int) (low + Math.multiplyHigh(nextLong() >>> 1, span << 1));
    }

    /** Returns a draw from N(0, 1) by the Box-Muller transform; StrictMath, so equal on every machine. */
    public double nextGaussian() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * nextDouble());
    }
}
