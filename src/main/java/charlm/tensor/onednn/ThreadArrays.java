package charlm.tensor.onednn;

/** An array of floats for every thread of a loop, which grows to the largest request, then stays. */
final class ThreadArrays {
    private final float[][] arrays;

    ThreadArrays(Parallel parallel) {
        arrays = new float[parallel.threads()][0];
    }

    /** Returns that of the thread in {@code slot}, of at least {@code length} elements; its contents are undefined. */
    float[] of(int slot, int length) {
        if (arrays[slot].length < length) {
            arrays[slot] = new float[length];
        }
        return arrays[slot];
    }
}
