package charlm.golden;

import charlm.data.Batch;
import charlm.data.Dataset;
import charlm.data.Example;
import java.util.Arrays;

/** The rows of one batch as a data set. */
public record BatchDataset(Batch batch) implements Dataset {
    @Override
    public int size() {
        return batch.rows();
    }

    @Override
    public int width() {
        return batch.columns();
    }

    @Override
    public Example example(int epoch, int index) {
        int from = index * batch.columns();
        int to = from + batch.columns();
        return new Example(Arrays.copyOfRange(batch.inputs(), from, to), Arrays.copyOfRange(batch.targets(), from, to));
    }
}
