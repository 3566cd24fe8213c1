package charlm.tensor.onednn;

import charlm.tensor.NumberType;
import charlm.tensor.Tensor;
import charlm.tensor.nd4j.Nd4jStorage;

/**
 * ND4J memory that starts on a cache line. ND4J's own starts where the C library puts it, 16 bytes behind one, and a
 * processor's vectors and matrix tiles, which fill whole lines, then read and write two for each.
 */
final class AlignedMemory {
    private static final int LINE_BYTES = 64;

    private AlignedMemory() {}

    /** Returns a new zeroed contiguous tensor with its own storage. */
    static Tensor allocate(NumberType type, long... shape) {
        int lineElements = LINE_BYTES / type.width();
        Nd4jStorage storage = Nd4jStorage.allocate(type, Math.addExact(Tensor.product(shape), lineElements));
        long beyondLine = storage.address() % LINE_BYTES;
        return Tensor.over(storage, (LINE_BYTES - beyondLine) % LINE_BYTES / type.width(), shape);
    }
}
