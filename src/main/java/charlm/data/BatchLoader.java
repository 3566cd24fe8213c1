package charlm.data;

/**
 * Cuts a data set into batches in file order. As the reference does: nothing is shuffled, and the last batch is kept
 * however short.
 */
public final class BatchLoader {
    private final Dataset dataset;
    private final int batchSize;

    public BatchLoader(Dataset dataset, int batchSize) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize must be positive, got batchSize=" + batchSize);
        }
        this.dataset = dataset;
        this.batchSize = batchSize;
    }

    /** Returns how many batches an epoch has. */
    public int batchesPerEpoch() {
        return (dataset.size() - 1) / batchSize + 1;
    }

    /** Returns which example batch {@code number} (from 0) begins with, from 0. */
    public int firstExample(int number) {
        return number * batchSize;
    }

    /** Returns batch {@code number} (from 0) of {@code epoch} at its full width. */
    public Batch batch(int epoch, int number) {
        if (number < 0 || number >= batchesPerEpoch()) {
            throw new IllegalArgumentException(
                    "an epoch has batches 0 to " + (batchesPerEpoch() - 1) + ", got number=" + number);
        }
        int first = firstExample(number);
        int rows = Math.min(batchSize, dataset.size() - first);
        int columns = dataset.width();
        int[] inputs = new int[rows * columns];
        int[] targets = new int[rows * columns];
        for (int row = 0; row < rows; row++) {
            Example example = dataset.example(epoch, first + row);
            System.arraycopy(example.inputs(), 0, inputs, row * columns, columns);
            System.arraycopy(example.targets(), 0, targets, row * columns, columns);
        }
        return new Batch(rows, columns, inputs, targets);
    }
}
