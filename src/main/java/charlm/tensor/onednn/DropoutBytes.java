package charlm.tensor.onednn;

import charlm.tensor.DropoutMask;
import charlm.tensor.NumberType;
import charlm.tensor.Rounding;
import charlm.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * Draws dropout, a byte for each element: 0 where it is dropped, else 1. A quad is drawn into one int without a branch,
 * so that the JIT vectorises the loop; many units go through one loop, since short loops hardly gain from vectors.
 */
final class DropoutBytes implements Parallel.Range {
    private static final int QUAD = DropoutMask.QUAD;
    private static final int NEXT_WORD = DropoutMask.spread(1);
    private static final int BOTH = 0x10001; // 1 in each half of a word
    private static final int GUARDS = BOTH << DropoutMask.HASH_BITS;
    private static final int STAGED = 1 << 12; // ints
    private static final int MIN_UNITS_PER_THREAD = 16;

    private final Parallel parallel;
    private final Scratch memory = new Scratch(NumberType.UINT8);
    private final int[][] stages;
    private int[][] spreads = {}; // by the number of quads: of the first word of each, for the units that are staged
    private int[] spread;
    private DropoutMask mask;
    private IntUnaryOperator keys;
    private int elements;
    private int quads;
    private ByteBuffer bytes;
    private IntBuffer ints;

    DropoutBytes(Parallel parallel) {
        this.parallel = parallel;
        stages = new int[parallel.threads()][0];
    }

    /** Returns the bytes of {@code units} units of {@code elements} each, valid until the next call. */
    Tensor draw(DropoutMask mask, IntUnaryOperator keys, int units, int elements) {
        Tensor drawn = memory.take(Math.multiplyExact(units, elements));
        this.mask = mask;
        this.keys = keys;
        this.elements = elements;
        quads = Rounding.divideUp(elements, QUAD);
        bytes = HostMemory.bytes(drawn);
        ints = HostMemory.bits(drawn);
        prepare(unitsAtOnce() * quads);
        parallel.run(units, MIN_UNITS_PER_THREAD, this);
        return drawn;
    }

    private int unitsAtOnce() {
        return Math.max(1, STAGED / quads);
    }

    private void prepare(int size) {
        if (stages[0].length < size) {
            Arrays.setAll(stages, slot -> new int[size]);
        }
        if (spreads.length <= quads) {
            spreads = Arrays.copyOf(spreads, quads + 1);
        }
        if (spreads[quads] == null) {
            spreads[quads] = new int[size];
            Arrays.setAll(spreads[quads], i -> DropoutMask.spread(i % quads * DropoutMask.WORDS_OF_QUAD));
        }
        spread = spreads[quads];
    }

    @Override
    public void run(int first, int last, int slot) {
        int atOnce = unitsAtOnce();
        for (int unit = first; unit < last; unit += atOnce) {
            fill(unit, Math.min(unit + atOnce, last), stages[slot]);
        }
    }

    private void fill(int first, int last, int[] stage) {
        for (int unit = first; unit < last; unit++) {
            int from = (unit - first) * quads;
            Arrays.fill(stage, from, from + quads, keys.applyAsInt(unit));
        }
        int size = (last - first) * quads;
        draw(mask.threshold(), spread, stage, size);
        if (elements % QUAD == 0) {
            ints.put(first * quads, stage, 0, size);
        } else {
            for (int unit = first; unit < last; unit++) {
                write(unit, stage, (unit - first) * quads);
            }
        }
    }

    /** Turns each of the first {@code count} of {@code stage}, its unit's key, into the bytes of a quad. */
    private static void draw(int threshold, int[] spread, int[] stage, int count) {
        int thresholds = threshold * BOTH;
        for (int i = 0; i < count; i++) {
            int first = stage[i] + spread[i];
            // every platform's lowest byte comes first, and is the first word's
            stage[i] = pair(first, thresholds) | pair(first + NEXT_WORD, thresholds) << Byte.SIZE;
        }
    }

    /**
     * Returns 1 in each half where the hash reaches the threshold, else 0: the guard bit above, after the difference.
     */
    private static int pair(int keyPlusSpread, int thresholds) {
        int guarded = DropoutMask.word(keyPlusSpread) | GUARDS;
        return guarded - thresholds >>> DropoutMask.HASH_BITS & BOTH;
    }

    /** Writes a unit that does not end with a quad. */
    private void write(int unit, int[] stage, int from) {
        int at = unit * elements;
        for (int element = 0; element < elements; element++) {
            int quad = stage[from + element / QUAD];
            bytes.put(at + element, (byte) (quad >>> element % QUAD * Byte.SIZE));
        }
    }
}
