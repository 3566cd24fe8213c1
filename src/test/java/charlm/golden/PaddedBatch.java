package charlm.golden;

import charlm.data.Batch;
import charlm.data.Dataset;
import charlm.data.Example;
import charlm.data.MicroBatch;
import charlm.data.Vocabulary;
import charlm.tensor.PackedSequences;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A batch as the reference has it, every row padded to one width, and as a data set of its rows.
 *
 * @param inputs x, (B * T) ids, row by row
 * @param targets y, (B * T) ids; {@link Vocabulary#PAD_ID} is not scored
 */
public record PaddedBatch(int rows, int columns, int[] inputs, int[] targets) implements Dataset {
    @Override
    public int size() {
        return rows;
    }

    @Override
    public int width() {
        return columns;
    }

    /** Returns a row up to its last scored target. */
    @Override
    public Example example(int epoch, int row) {
        int from = row * columns;
        int last = from + columns - 1;
        while (targets[last] == Vocabulary.PAD_ID) {
            last--;
        }
        int[] ids = Arrays.copyOfRange(inputs, from, last + 2); // what comes last is no input
        return new Example(ids, Arrays.copyOfRange(targets, from, last + 1));
    }

    /** Returns the rows up to their last scored targets. */
    public Batch ragged() {
        return new Batch(
                columns,
                IntStream.range(0, rows).mapToObj(row -> example(0, row)).toList());
    }

    /** Returns all rows with their padding, in one microbatch. */
    public MicroBatch whole() {
        PackedSequences packed = PackedSequences.uniform(rows, columns);
        int[] firstScored = new int[rows];
        for (int row = 0; row < rows; row++) {
            while (firstScored[row] < columns - 1 && targets[row * columns + firstScored[row]] == Vocabulary.PAD_ID) {
                firstScored[row]++;
            }
        }
        int[] rowIds = IntStream.range(0, rows).toArray();
        return new MicroBatch(packed, packed.from(firstScored), inputs, targets, rowIds);
    }

    public int scoredTargets() {
        return (int) Arrays.stream(targets)
                .filter(target -> target != Vocabulary.PAD_ID)
                .count();
    }
}
