package charlm.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How rows of a batch that differ in length lie in one matrix (N, C), one after the other and without padding between them:
 * row b begins at matrix row {@code start(b)}, with its position 0, unless it is a tail ({@link #from}).
 *
 * <p>Matrix rows after the last position belong to no row. They round N up, so that batches of many lengths need few shapes.
 * What is computed for them is finite and reaches no position, and every gradient there is 0: attention sees to both. Serves
 * one thread at a time.
 */
public final class PackedSequences {
    /** In how many steps the size of tails grows: every one is a shape with kernels of its own. */
    private static final int TAIL_STEPS = 16;

    private final int[] starts; // B + 1 of them, the last one where the last row ends
    private final int[] firsts; // of each row, which position of it comes first
    private final boolean isTail;
    private final int[] rowOf; // of each of the N matrix rows
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
        for (int row = 0; row < lengths.length; row++) {
            if (lengths[row] < 1) {
                throw new IllegalArgumentException("every row needs a position, got " + Arrays.toString(lengths));
            }
            starts[row + 1] = Math.addExact(starts[row], lengths[row]);
            least = Math.min(least, lengths[row]);
            most = Math.max(most, lengths[row]);
        }
        shortest = least;
        longest = most;
        this.sizeMultiple = sizeMultiple;
        int size = Rounding.up(positions(), sizeMultiple);
        rowOf = new int[size];
        positionOf = new int[size];
        for (int row = 0; row < lengths.length; row++) {
            for (int position = 0; position < lengths[row]; position++) {
                rowOf[starts[row] + position] = row;
                positionOf[starts[row] + position] = firsts[row] + position;
            }
        }
    }

    /**
     * Packs rows of the given lengths.
     *
     * @param sizeMultiple what N is rounded up to
     */
    public static PackedSequences of(int[] lengths, int sizeMultiple) {
        if (lengths.length < 1 || sizeMultiple < 1) {
            throw new IllegalArgumentException(
                    "there must be rows and a positive multiple, got " + lengths.length + " and " + sizeMultiple);
        }
        return new PackedSequences(lengths, new int[lengths.length], sizeMultiple);
    }

    /** Packs {@code rows} rows of one length; N is their product. */
    public static PackedSequences uniform(int rows, int length) {
        int[] lengths = new int[rows];
        Arrays.fill(lengths, length);
        return of(lengths, 1);
    }

    /** Returns the packing of the first {@code most} positions of every row, or of as many as it has. */
    public PackedSequences first(int most) {
        if (most >= longest) {
            return this;
        }
        if (cut == null || cutAt != most) {
            attentions.clear(); // those with the last cut among them
            int[] lengths = new int[sequences()];
            Arrays.setAll(lengths, row -> Math.min(most, length(row)));
            cut = new PackedSequences(lengths, firsts, sizeMultiple);
            cutAt = most;
        }
        return cut;
    }

    /**
     * Returns the packing of every row's tail, its positions from {@code from[row]} on, or this one where that would be
     * hardly smaller. N is rounded up to one of few numbers.
     */
    public PackedSequences from(int[] from) {
        int multiple = Rounding.up(Rounding.divideUp(matrixRows(), TAIL_STEPS), sizeMultiple);
        int[] lengths = new int[sequences()];
        Arrays.setAll(lengths, row -> length(row) - from[row]);
        if (Rounding.up(Arrays.stream(lengths).sum(), multiple) >= matrixRows()) {
            return this;
        }
        int[] tailFirsts = new int[sequences()];
        Arrays.setAll(tailFirsts, row -> firsts[row] + from[row]);
        return new PackedSequences(lengths, tailFirsts, multiple);
    }

    /** Returns the extents of an attention of these rows' positions; one object for each. */
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

    /** Returns N, how many rows the matrix has. */
    public int matrixRows() {
        return rowOf.length;
    }

    /** Returns how many positions there are; matrix rows from here on belong to no row. */
    public int positions() {
        return starts[starts.length - 1];
    }

    /** Returns T of the shortest row. */
    public int shortest() {
        return shortest;
    }

    /** Returns T of the longest row. */
    public int longest() {
        return longest;
    }

    /** Returns the matrix row of {@code row}'s first position. */
    public int start(int row) {
        return starts[row];
    }

    /** Returns T of {@code row}. */
    public int length(int row) {
        return starts[row + 1] - starts[row];
    }

    /** Returns whether these are tails, rows that need not begin with position 0. */
    public boolean isTail() {
        return isTail;
    }

    /** Returns which position of it {@code row} begins with: 0, but in a tail. */
    public int firstPosition(int row) {
        return firsts[row];
    }

    /** Returns the matrix row of {@code position} of {@code row}. */
    public int indexOf(int row, int position) {
        return starts[row] + position - firsts[row];
    }

    /** Returns the row that matrix row {@code index} belongs to. */
    public int sequenceOf(int index) {
        return rowOf[index];
    }

    /** Returns the position in its row that matrix row {@code index} is. */
    public int positionOf(int index) {
        return positionOf[index];
    }

    @Override
    public String toString() {
        return "PackedRows" + Arrays.toString(starts) + " in " + matrixRows();
    }
}
