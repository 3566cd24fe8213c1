package charlm.data;

import charlm.tensor.PackedSequences;
import charlm.tensor.Rounding;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Splits a batch into microbatches of about as many positions each. Their gradients add up to the whole batch's.
 *
 * @param positions of a microbatch at most, except for what its last sequence adds
 * @param countMultiple the number of microbatches is rounded up to it, as far as there are sequences
 * @param sizeMultiple the matrix rows of a microbatch are rounded up to it, so that the layers meet few shapes
 */
public record MicroBatcher(int positions, int countMultiple, int sizeMultiple) {
    public MicroBatcher {
        if (positions < 1 || countMultiple < 1 || sizeMultiple < 1) {
            throw new IllegalArgumentException("all must be positive, got positions=" + positions + ", countMultiple="
                    + countMultiple + ", sizeMultiple=" + sizeMultiple);
        }
    }

    /** Returns the microbatches: the longest sequences are dealt first. */
    public List<MicroBatch> split(Batch batch) {
        List<Example> examples = batch.examples();
        List<Integer> longestFirst = IntStream.range(0, examples.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> examples.get(i).length())
                        .reversed())
                .toList();
        int count = count(examples.stream().mapToLong(Example::length).sum(), examples.size());
        return Shares.deal(longestFirst, count, i -> examples.get(i).length()).stream()
                .map(members -> pack(examples, members))
                .toList();
    }

    /** Returns the number of microbatches for {@code sequences} sequences with {@code positions} positions together. */
    public int count(long positions, int sequences) {
        long count = Rounding.divideUp(positions, this.positions);
        return (int) Math.min(Rounding.up(count, countMultiple), sequences);
    }

    private MicroBatch pack(List<Example> examples, List<Integer> members) {
        List<Example> packed = members.stream().map(examples::get).toList();
        PackedSequences sequences =
                PackedSequences.of(packed.stream().mapToInt(Example::length).toArray(), sizeMultiple);
        int[] inputs = new int[sequences.matrixRows()];
        int[] targets = new int[sequences.matrixRows()];
        for (int i = 0; i < packed.size(); i++) {
            Example example = packed.get(i);
            System.arraycopy(example.ids(), 0, inputs, sequences.start(i), example.length());
            System.arraycopy(example.targets(), 0, targets, sequences.start(i), example.length());
        }
        PackedSequences tail =
                sequences.from(packed.stream().mapToInt(Example::firstScored).toArray());
        return new MicroBatch(
                sequences,
                tail,
                inputs,
                targets,
                members.stream().mapToInt(Integer::intValue).toArray());
    }
}
