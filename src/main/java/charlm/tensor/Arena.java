package charlm.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Memory of an engine's two types in a few large blocks, handed out from the front by any number of independent marks.
 */
final class Arena {
    private static final long ALIGNMENT_ELEMENTS = 32;
    private static final int KINDS = 2; // full precision, and activations where these are shorter

    private final Engine engine;
    private final List<List<Tensor>> blocks = List.of(new ArrayList<>(), new ArrayList<>()); // of each kind

    Arena(Engine engine) {
        this.engine = engine;
    }

    /** The end of the memory that one user of the arena has; users do not know of each other and share the memory. */
    static final class Mark {
        private final int[] block = new int[KINDS];
        private final long[] used = new long[KINDS];

        void reset() {
            Arrays.fill(block, 0);
            Arrays.fill(used, 0);
        }
    }

    /** Returns the next memory of that type after {@code mark}, which moves behind it. */
    Tensor take(Mark mark, NumberType type, long... shape) {
        int kind = type == engine.dataType() ? 0 : 1;
        List<Tensor> ofKind = blocks.get(kind);
        long length = Tensor.product(shape);
        while (mark.block[kind] < ofKind.size()
                && mark.used[kind] + length > ofKind.get(mark.block[kind]).length()) {
            mark.block[kind]++;
            mark.used[kind] = 0;
        }
        if (mark.block[kind] == ofKind.size()) {
            ofKind.add(engine.allocate(type, Math.max(length, Workspace.MIN_BLOCK_ELEMENTS)));
        }
        Tensor tensor = ofKind.get(mark.block[kind]).slice(mark.used[kind], shape);
        mark.used[kind] += Rounding.up(length, ALIGNMENT_ELEMENTS);
        return tensor;
    }

    /** Frees the blocks, and with them all that was taken. */
    void free() {
        for (List<Tensor> ofKind : blocks) {
            ofKind.forEach(Tensor::free);
            ofKind.clear();
        }
    }

    /** Returns the elements allocated so far, over all blocks. */
    long allocatedElements() {
        return blocks.stream().flatMap(List::stream).mapToLong(Tensor::length).sum();
    }
}
