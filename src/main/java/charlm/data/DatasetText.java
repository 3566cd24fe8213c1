package charlm.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Shows the first pairs of a data set as text, padding as U+25A1. */
public final class DatasetText {
    private static final int PAIRS = 4;

    private DatasetText() {}

    /** Returns the lines {@code x: ...} and {@code y: ...} of the first four pairs (or all, if fewer) of epoch 0. */
    public static List<String> lines(Dataset dataset, Vocabulary vocabulary) {
        List<String> lines = new ArrayList<>();
        for (int index = 0; index < Math.min(PAIRS, dataset.size()); index++) {
            Example example = dataset.example(0, index);
            lines.add("x: " + padded(example.ids(), dataset, vocabulary));
            lines.add("y: " + padded(example.targets(), dataset, vocabulary));
        }
        return lines;
    }

    private static String padded(int[] ids, Dataset dataset, Vocabulary vocabulary) {
        return vocabulary.decode(Arrays.copyOf(ids, dataset.width())); // PAD is id 0
    }
}
