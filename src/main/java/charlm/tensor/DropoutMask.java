package charlm.tensor;

import java.util.Arrays;

/**
 * Drops elements of an activation in a training step, by a pure function of (seed, site, step, sequence, position,
 * element). So neither the number of threads nor the microbatches change it, and a backward pass draws the same mask
 * again instead of storing it.
 *
 * <p>An activation is seen as units of consecutive elements: (N, C) has a unit per position; attention weights (H, Tq,
 * Tk) of a sequence have a unit per (head, position of the query), {@link #attentionUnit}. Element {@code i} of unit
 * {@code u} of sequence {@code s} is dropped when {@code hash(unitKey(s, u), i) < threshold}.
 */
public final class DropoutMask {
    private static final int INT_GOLDEN = 0x9E3779B9;
    private static final int MAX_POSITIONS_BITS = 16;

    /** The bits of a hash; a rate is rounded to as many. */
    public static final int HASH_BITS = 15;

    /**
     * The elements that share words of hashes: of every four the first and the third one word, the others the next.
     */
    public static final int QUAD = 4;

    /** The words of a quad, each with a hash in the lower bits of either half. */
    public static final int WORDS_OF_QUAD = 2;

    private static final int HASH_LIMIT = 1 << HASH_BITS;

    /** The longest sequence whose attention weights have a unit for every (head, query). */
    public static final int MAX_POSITIONS = 1 << MAX_POSITIONS_BITS;

    private final double rate;
    private final int threshold;
    private long key;
    private int[] sequenceIds = {};
    private PackedSequences positions; // null: attention weights

    /** Makes a mask that drops each element with probability {@code rate}, 0 &lt;= rate &lt; 1. */
    public DropoutMask(double rate) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("dropout must be at least 0 and below 1, got " + rate);
        }
        this.rate = rate;
        this.threshold = (int) Math.round(rate * HASH_LIMIT);
    }

    /**
     * Moves the mask to the attention weights of a step.
     *
     * @param key from {@link RandomStream#key}
     * @param sequenceIds the index of each sequence in the whole batch
     */
    public void moveTo(long key, int[] sequenceIds) {
        moveTo(key, sequenceIds, null);
    }

    /** Moves the mask to an activation of a step, (N, C), whose matrix rows are {@code positions}. */
    public void moveTo(long key, int[] sequenceIds, PackedSequences positions) {
        this.key = key;
        this.sequenceIds = sequenceIds;
        this.positions = positions;
    }

    /** Returns whether the mask is at an activation of {@code matrixRows} rows. */
    boolean isOver(long matrixRows) {
        return positions != null && matrixRows == positions.matrixRows();
    }

    /** Returns whether any element can be dropped at all. */
    public boolean isActive() {
        return rate > 0;
    }

    /** Returns the factor 1 / (1 - rate) on the other elements. */
    public float scale() {
        return (float) (1 / (1 - rate));
    }

    /** Returns the hash from which on an element is not dropped, at most 2 to the {@link #HASH_BITS}. */
    public int threshold() {
        return threshold;
    }

    /**
     * Returns the unit of the weights that the query of {@code position} gives to the keys in {@code head}: head *
     * {@link #MAX_POSITIONS} + position, whatever the lengths of the sequences are.
     */
    public static int attentionUnit(int head, int position) {
        return head << MAX_POSITIONS_BITS | position;
    }

    /** Returns the key of {@code unit}, an {@link #attentionUnit}, of {@code sequence} of this microbatch. */
    public int unitKey(int sequence, int unit) {
        return (int) (RandomStream.mix(key + ((long) sequenceIds[sequence] << 32) + unit) >>> 32);
    }

    /** Returns the key of the position that matrix row of an activation is. */
    public int positionKey(int matrixRow) {
        return unitKey(positions.sequenceOf(matrixRow), positions.positionOf(matrixRow));
    }

    /** Returns the hash of element {@code index} of a unit, at least 0. */
    public static int hash(int unitKey, int index) {
        int ofQuad = index % QUAD;
        int word = index / QUAD * WORDS_OF_QUAD + ofQuad % WORDS_OF_QUAD;
        int half = ofQuad / WORDS_OF_QUAD;
        return word(unitKey + spread(word)) >>> half * Short.SIZE & HASH_LIMIT - 1;
    }

    /** Returns the number of a unit's word spread over all bits, which {@link #word} takes added to the unit's key. */
    public static int spread(int number) {
        return number * INT_GOLDEN;
    }

    /** Returns the word of a unit's key plus a {@link #spread} number; the JIT vectorises it in a loop. */
    public static int word(int keyPlusSpread) {
        int h = (keyPlusSpread ^ (keyPlusSpread >>> 16)) * 0x85EBCA6B;
        h = (h ^ (h >>> 13)) * 0xC2B2AE35;
        return h ^ (h >>> 16);
    }

    @Override
    public String toString() {
        return "DropoutMask[rate=" + rate + ", sequences=" + Arrays.toString(sequenceIds) + "]";
    }
}
