package charlm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ShuffledDatasetTest {
    private static final int SIZE = 100;

    /** Tells in its first input which example it is, in its second which epoch asked. */
    private static final class Numbers implements Dataset {
        @Override
        public int size() {
            return SIZE;
        }

        @Override
        public int width() {
            return 2;
        }

        @Override
        public String noun() {
            return "numbers";
        }

        @Override
        public Example example(int epoch, int index) {
            return new Example(new int[] {index, epoch}, new int[] {1});
        }
    }

    /** Computed apart from this code; a change here makes a resumed run differ from one that was never stopped. */
    @Test
    void theOrderOfASeedNeverChanges() {
        Dataset shuffled = new ShuffledDataset(new Numbers(), 1);
        assertEquals(
                List.of(43, 40, 26, 15, 55, 0, 99, 95, 5, 2, 61, 28),
                order(shuffled, 0).subList(0, 12));
        assertEquals(
                List.of(55, 44, 34, 93, 57, 76, 6, 98, 19, 27, 46, 14),
                order(shuffled, 1).subList(0, 12));
    }

    private static List<Integer> order(Dataset dataset, int epoch) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            assertEquals(epoch, dataset.example(epoch, i).ids()[1]);
            order.add(dataset.example(epoch, i).ids()[0]);
        }
        return order;
    }

    @Test
    void everyEpochHasEveryExampleOnceInAnOrderOfItsOwn() {
        Dataset shuffled = new ShuffledDataset(new Numbers(), 1);
        List<Integer> all = IntStream.range(0, SIZE).boxed().toList();
        assertEquals(all, order(shuffled, 0).stream().sorted().toList());
        assertNotEquals(all, order(shuffled, 0));
        assertNotEquals(order(shuffled, 0), order(shuffled, 1));
    }

    @Test
    void anExampleIsNumberedAsTheFileHasIt() {
        Dataset shuffled = new ShuffledDataset(new Numbers(), 1);
        for (int epoch : new int[] {0, 1, 0}) {
            for (int i = 0; i < SIZE; i++) {
                assertEquals(shuffled.example(epoch, i).ids()[0], shuffled.number(epoch, i));
            }
        }
    }

    @Test
    void allButTheOrderIsThatOfTheDataSet() {
        Dataset shuffled = new ShuffledDataset(new Numbers(), 1);
        assertEquals(SIZE, shuffled.size());
        assertEquals(2, shuffled.width());
        assertEquals("numbers", shuffled.noun());
    }

    @Test
    void theOrderDependsOnSeedAndEpochAlone() {
        Dataset one = new ShuffledDataset(new Numbers(), 1);
        List<Integer> first = order(one, 5);
        order(one, 2);
        assertEquals(first, order(one, 5));
        assertEquals(first, order(new ShuffledDataset(new Numbers(), 1), 5));
        assertNotEquals(first, order(new ShuffledDataset(new Numbers(), 2), 5));
    }
}
