package charlm.data.demo;

import charlm.tensor.RandomStream;
import java.util.Collections;
import java.util.List;

/** The shuffle of Fisher and Yates, with draws that are the same on every Java. */
final class Shuffle {
    private Shuffle() {}

    static void inPlace(List<?> list, RandomStream stream) {
        for (int i = list.size() - 1; i > 0; i--) {
            Collections.swap(list, i, stream.nextInt(0, i));
        }
    }
}
