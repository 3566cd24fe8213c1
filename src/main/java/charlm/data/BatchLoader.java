package charlm.data;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Cuts a data set into batches, in its order. As the reference does: the last batch of an epoch stays, however short.
 */
public final class BatchLoader {
    private static final int NAMED = 3;

    private final Dataset dataset;
    private final int batchSize;

    public BatchLoader(Dataset dataset, int batchSize) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize must be positive, got batchSize=" + batchSize);
        }
        this.dataset = dataset;
        this.batchSize = batchSize;
    }

    /** Returns the number of batches of an epoch. */
    public int batchesPerEpoch() {
        return (dataset.size() - 1) / batchSize + 1;
    }

    /** Returns batch {@code number} (from 0) of {@code epoch}. */
    public Batch batch(int epoch, int number) {
        if (number < 0 || number >= batchesPerEpoch()) {
            throw new IllegalArgumentException(
                    "an epoch has batches 0 to " + (batchesPerEpoch() - 1) + ", got number=" + number);
        }
        return new Batch(
                dataset.width(),
                indices(number).mapToObj(index -> dataset.example(epoch, index)).toList());
    }

    /**
     * Returns the numbers in the file of the examples of batch {@code number} (from 0), counted from 1: {@code documents 65
     * to 128}, or {@code documents 7, 911, 12, ... (64)} if they are not consecutive.
     */
    public String describe(int epoch, int number) {
        int[] numbers =
                indices(number).map(index -> dataset.number(epoch, index) + 1).toArray();
        if (IntStream.range(1, numbers.length).allMatch(i -> numbers[i] == numbers[i - 1] + 1)) {
            return dataset.noun() + " " + numbers[0] + " to " + numbers[numbers.length - 1];
        }
        String named =
                IntStream.of(numbers).limit(NAMED).mapToObj(String::valueOf).collect(Collectors.joining(", "));
        return dataset.noun() + " " + named + (numbers.length > NAMED ? ", ... (" + numbers.length + ")" : "");
    }

    private IntStream indices(int number) {
        return IntStream.range(number * batchSize, Math.min(dataset.size(), (number + 1) * batchSize));
    }
}
