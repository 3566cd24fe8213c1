package charlm.data.augmentation;

/** Part of a text, from {@code start} (included) to {@code end} (excluded), in code points. */
record TextRange(int start, int end) {
    TextRange {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("a range cannot go from " + start + " to " + end);
        }
    }

    int length() {
        return end - start;
    }
}
