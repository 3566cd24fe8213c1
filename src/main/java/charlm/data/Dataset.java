package charlm.data;

import java.util.List;

/**
 * Examples in an order that may differ from epoch to epoch. For one thread at a time, since a data set may cache the order
 * of an epoch.
 */
public interface Dataset {
    /** Returns the number of examples, at least 1. */
    int size();

    /** Returns the most positions of an example, the width that the reference pads all of them to. */
    int width();

    /**
     * Returns example {@code index} of {@code epoch}, which depends on the two alone; its arrays must not be written to.
     */
    Example example(int epoch, int index);

    /** Returns the number of that example in the file, from 0. */
    default int number(int epoch, int index) {
        return index;
    }

    /** Returns what the rules of this data set leave out of its file, or change. */
    default List<Notice> notices() {
        return List.of();
    }

    /** Returns the noun for the examples in messages. */
    default String noun() {
        return "documents";
    }
}
