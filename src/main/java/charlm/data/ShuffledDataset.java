package charlm.data;

import charlm.tensor.RandomStream;
import charlm.tensor.RandomStream.Purpose;
import java.util.List;

/** Another data set in a new random order for each epoch, so that no two epochs have the same batches. */
public final class ShuffledDataset implements Dataset {
    private final Dataset dataset;
    private final long seed;
    private int[] order; // of orderedEpoch
    private int orderedEpoch;

    public ShuffledDataset(Dataset dataset, long seed) {
        this.dataset = dataset;
        this.seed = seed;
    }

    @Override
    public int size() {
        return dataset.size();
    }

    @Override
    public int width() {
        return dataset.width();
    }

    @Override
    public Example example(int epoch, int index) {
        return dataset.example(epoch, shuffled(epoch, index));
    }

    @Override
    public int number(int epoch, int index) {
        return dataset.number(epoch, shuffled(epoch, index));
    }

    @Override
    public String noun() {
        return dataset.noun();
    }

    @Override
    public List<Notice> notices() {
        return dataset.notices();
    }

    private int shuffled(int epoch, int index) {
        if (order == null || orderedEpoch != epoch) {
            order = order(epoch);
            orderedEpoch = epoch;
        }
        return order[index];
    }

    /** Returns a permutation (Fisher and Yates), a function of seed and epoch. */
    private int[] order(int epoch) {
        RandomStream random = RandomStream.of(seed, Purpose.ORDER, epoch, 0);
        int[] drawn = new int[dataset.size()];
        for (int i = 0; i < drawn.length; i++) {
            int j = random.nextInt(0, i);
            drawn[i] = drawn[j];
            drawn[j] = i;
        }
        return drawn;
    }
}
