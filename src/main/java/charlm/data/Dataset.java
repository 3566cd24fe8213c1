package charlm.data;

/**
 * Examples in an order that may be another in each epoch. For one thread at a time: a data set may keep
 * what it needs for the epoch last asked for.
 */
public interface Dataset {
    /** Returns the number of examples, at least 1. */
    int size();

    /** Returns the most positions of an example, the width that the reference pads all of them to. */
    int width();

    /**
     * Returns example {@code index} as {@code epoch} sees it, which depends on the two alone; its arrays are not to be
     * written to.
     */
    Example example(int epoch, int index);

    /** Returns where in the file that example stands, from 0. */
    default int number(int epoch, int index) {
        return index;
    }

    /** Returns what messages call the examples. */
    default String noun() {
        return "documents";
    }
}
