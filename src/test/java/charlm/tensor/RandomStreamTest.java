package charlm.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.tensor.RandomStream.Purpose;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final double LIBRARIES_DIFFER = 1e-15;
    private static final int DRAWS = 100_000;

    /** The first outputs of SplitMix64 with seed 0, as published. */
    @Test
    void mixIsTheFinaliserOfSplitMix64() {
        assertEquals(0xE220A8397B1DCDAFL, RandomStream.mix(GOLDEN_GAMMA));
        assertEquals(0x6E789E6AA1B965F4L, RandomStream.mix(2 * GOLDEN_GAMMA));
        assertEquals(0x06C45D188009454FL, RandomStream.mix(3 * GOLDEN_GAMMA));
    }

    /** Computed apart from this code; a change here makes every seed mean something else. */
    @Test
    void drawsOfASeedNeverChange() {
        assertEquals(0xB83F90510EE84ACEL, RandomStream.key(42, Purpose.DROPOUT, 7, 3));
        RandomStream stream = RandomStream.of(42, Purpose.DROPOUT, 7, 3);
        assertEquals(0x17D5C94B3C123572L, stream.nextLong());
        assertEquals(0.11605355266955653, stream.nextDouble());
        assertEquals(0.8946080070481702, stream.nextDouble());
    }

    @Test
    void intsAndGaussiansOfASeedNeverChange() {
        RandomStream ints = RandomStream.of(42, Purpose.DROPOUT, 7, 3);
        int[] drawn = IntStream.range(0, 12).map(i -> ints.nextInt(-3, 3)).toArray();
        assertArrayEquals(new int[] {-3, -3, 3, 0, 1, 1, 1, 0, 2, -2, 3, -3}, drawn);
        assertEquals(624_325, ints.nextInt(0, 999_999));
        RandomStream gaussians = RandomStream.of(42, Purpose.INITIALISATION, 7, 3);
        assertEquals(-0.21234501315338586, gaussians.nextGaussian(), LIBRARIES_DIFFER);
        assertEquals(0.1640241419991011, gaussians.nextGaussian(), LIBRARIES_DIFFER);
        assertEquals(0.6432743140574106, gaussians.nextGaussian(), LIBRARIES_DIFFER);
    }

    @Test
    void everyCoordinateGivesAnotherKey() {
        Set<Long> keys = new HashSet<>();
        for (long seed = 0; seed < 10; seed++) {
            for (Purpose purpose : Purpose.values()) {
                for (long first = 0; first < 10; first++) {
                    for (long second = 0; second < 10; second++) {
                        assertTrue(keys.add(RandomStream.key(seed, purpose, first, second)));
                    }
                }
            }
        }
    }

    @Test
    void intsFillTheirRangeEvenlyBothEndsIncluded() {
        int[] counts = new int[7];
        RandomStream stream = RandomStream.of(1, Purpose.SPAN_CORRUPTION, 0, 0);
        for (int i = 0; i < DRAWS; i++) {
            counts[stream.nextInt(-3, 3) + 3]++;
        }
        for (int count : counts) {
            assertEquals(DRAWS / 7.0, count, 5 * Math.sqrt(DRAWS / 7.0)); // five standard deviations
        }
    }

    @Test
    void intsOfExtremeRangesStayInside() {
        RandomStream stream = RandomStream.of(1, Purpose.SPAN_CORRUPTION, 0, 0);
        boolean negative = false;
        boolean positive = false;
        for (int i = 0; i < 100; i++) {
            int draw = stream.nextInt(Integer.MIN_VALUE, Integer.MAX_VALUE);
            negative |= draw < 0;
            positive |= draw > 0;
            assertEquals(5, stream.nextInt(5, 5));
        }
        assertTrue(negative && positive);
        assertThrows(IllegalArgumentException.class, () -> stream.nextInt(2, 1));
    }

    @Test
    void doublesAreUniform() {
        RandomStream stream = RandomStream.of(1, Purpose.INITIALISATION, 0, 0);
        double sum = 0;
        for (int i = 0; i < DRAWS; i++) {
            double draw = stream.nextDouble();
            assertTrue(draw >= 0 && draw < 1);
            sum += draw;
        }
        assertEquals(0.5, sum / DRAWS, 5 * Math.sqrt(1.0 / 12 / DRAWS));
    }

    @Test
    void gaussiansHaveMeanZeroVarianceOneAndKurtosisThree() {
        RandomStream stream = RandomStream.of(1, Purpose.INITIALISATION, 0, 0);
        double sum = 0;
        double squares = 0;
        double fourth = 0;
        for (int i = 0; i < DRAWS; i++) {
            double draw = stream.nextGaussian();
            sum += draw;
            squares += draw * draw;
            fourth += draw * draw * draw * draw;
        }
        assertEquals(0, sum / DRAWS, 5 * Math.sqrt(1.0 / DRAWS));
        assertEquals(1, squares / DRAWS, 5 * Math.sqrt(2.0 / DRAWS));
        assertEquals(3, fourth / DRAWS, 5 * Math.sqrt(96.0 / DRAWS));
    }
}
