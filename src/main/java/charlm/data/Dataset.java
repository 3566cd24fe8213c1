package charlm.data;

/** Examples in file order, all of one width. */
public interface Dataset {
    /** Returns the number of examples, at least 1. */
    int size();

    /** Returns T, the width that every example is padded to. */
    int width();

    /**
     * Returns example {@code index} as {@code epoch} sees it: a pure function of the two; its arrays are not to be
     * written to.
     */
    Example example(int epoch, int index);
}
