package charlm.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A packing of sequences of different lengths in one matrix (N, C), one after the other and without padding between
 * them: sequence b begins at matrix row {@code start(b)}, with its position 0, unless it is a tail ({@link #from}).
 *
 * <p>Matrix rows after the last position belong to no sequence. They round N up, so that batches of many lengths need
 * few shapes. Their values are finite and reach no position, and every gradient there is 0: attention ensures both. A
 * packing serves one thread at a time.
 */
public final class PackedSequences {
    /** The number of sizes that tails are rounded up to: each is a shape with kernels of its own. */
    private static final int TAIL_STEPS = 16;

    private final int[] starts; // B + 1 of them, the last one where the last sequence ends
    private final int[] firsts; // of each sequence the first position
    private final boolean isTail;
    private final int[] sequenceOf; // of each of the N matrix rows
    private final int[] positionOf;
    private final int sizeMultiple;
    private final int shortest;
    private final int longest;
    private final List<AttentionShape> attentions = new ArrayList<>();
    private PackedSequences cut;
    private int cutAt;

    private PackedSequences(int[] lengths, int[] firsts, int sizeMultiple) {
        this.firsts = firsts;
        isTail = Arrays.stream(firsts).anyMatch(first -> first > 0);
        starts = new int[lengths.length + 1];
        int least = Integer.MAX_VALUE;
        int most = 0;
        for (int sequence = 0; sequence < lengths.length; sequence++) {
            if (lengths[sequence] < 1) {
                throw new IllegalArgumentException("every sequence needs a position, got " + Arrays.toString(lengths));
            }
            starts[sequence + 1] = Math.addExact(starts[sequence], lengths[sequence]);
            least = Math.min(least, lengths[sequence]);
            most = Math.max(most, lengths[sequence]);
        }
        shortest = least;
        longest = most;
        this.sizeMultiple = sizeMultiple;
        int size = Rounding.up(positions(), sizeMultiple);
        sequenceOf = new int[size];
        positionOf = new int[size];
        for (int sequence = 0; sequence < lengths.length; sequence++) {
            for (int position = 0; position < lengths[sequence]; position++) {
                sequenceOf[starts[sequence] + position] = sequence;
                positionOf[starts[sequence] + position] = firsts[sequence] + position;
            }
        }
    }

    /**
     * Packs sequences of the given lengths.
     *
     * @param sizeMultiple what N is rounded up to
     */
    public static PackedSequences of(int[] lengths, int sizeMultiple) {
        if (lengths.length < 1 || sizeMultiple < 1) {
            throw new IllegalArgumentException(
                    "there must be sequences and a positive multiple, got " + lengths.length + " and " + sizeMultiple);
        }
        return new PackedSequences(lengths, new int[lengths.length], sizeMultiple);
    }

    /** Packs {@code sequences} sequences of one length; N is their product. */
    public static PackedSequences uniform(int sequences, int length) {
        int[] lengths = new int[sequences];
        Arrays.fill(lengths, length);
        return of(lengths, 1);
    }

    /** Returns the packing of at most the first {@code most} positions of every sequence. */
    public PackedSequences first(int most) {
        if (most >= longest) {
            return this;
        }
        if (cut == null || cutAt != most) {
            attentions.clear(); // those with the last cut among them
            int[] lengths = new int[sequences()];
            Arrays.setAll(lengths, sequence -> Math.min(most, length(sequence)));
            cut = new PackedSequences(lengths, firsts, sizeMultiple);
            cutAt = most;
        }
        return cut;
    }

    /**
     * Returns the packing of every sequence's tail, its positions from {@code from[sequence]} on, or this one where
     * that would be hardly smaller. N is rounded up to one of few numbers.
     */
    public PackedSequences from(int[] from) {
        int multiple = Rounding.up(Rounding.divideUp(matrixRows(), TAIL_STEPS), sizeMultiple);
        int[] lengths = new int[sequences()];
        Arrays.setAll(lengths, sequence -> length(sequence) - from[sequence]);
        if (Rounding.up(Arrays.stream(lengths).sum(), multiple) >= matrixRows()) {
            return this;
        }
        int[] tailFirsts = new int[sequences()];
        Arrays.setAll(tailFirsts, sequence -> firsts[sequence] + from[sequence]);
        return new PackedSequences(lengths, tailFirsts, multiple);
    }

    /** Returns the extents of an attention of these sequences' positions; one object for each. */
    AttentionShape attention(PackedSequences keys, int heads, int headDim, boolean sharedQuery) {
        for (int i = 0; i < attentions.size(); i++) {
            AttentionShape known = attentions.get(i);
            if (known.keys() == keys
                    && known.heads() == heads
                    && known.headDim() == headDim
                    && known.sharedQuery() == sharedQuery) {
                return known;
            }
        }
        AttentionShape shape = new AttentionShape(this, keys, heads, headDim, sharedQuery);
        attentions.add(shape);
        return shape;
    }

    /** Returns B. */
    public int sequences() {
        return starts.length - 1;
    }

    /** Returns N, the number of rows of the matrix. */
    public int matrixRows() {
        return sequenceOf.length;
    }

    /** Returns the number of positions; matrix rows from here on belong to no sequence. */
    public int positions() {
        return starts[starts.length - 1];
    }

    /** Returns T of the shortest sequence. */
    public int shortest() {
        return shortest;
    }

    /** Returns T of the longest sequence. */
    public int longest() {
        return longest;
    }

    /** Returns the matrix row of {@code sequence}'s first position. */
    public int start(int sequence) {
        return starts[sequence];
    }

    /** Returns T of {@code sequence}. */
    public int length(int sequence) {
        return starts[sequence + 1] - starts[sequence];
    }

    /** Returns whether these are tails, sequences that need not begin with position 0. */
    public boolean isTail() {
        return isTail;
    }

    /** Returns the first position of {@code sequence}: 0, but in a tail. */
    public int firstPosition(int sequence) {
        return firsts[sequence];
    }

    /** Returns the matrix row of {@code position} of {@code sequence}. */
    public int indexOf(int sequence, int position) {
        return starts[sequence] + position - firsts[sequence];
    }

    /** Returns the sequence that matrix row {@code index} belongs to. */
    public int sequenceOf(int index) {
        return sequenceOf[index];
    }

    /** Returns the position in its sequence that matrix row {@code index} is. */
    public int positionOf(int index) {
        return positionOf[index];
    }

    @Override
    public String toString() {
        return "PackedSequences" + Arrays.toString(starts) + " in " + matrixRows();
    }
}
