package charlm.tensor;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/** Memory of one type in a few large blocks, handed out from the front by any number of independent marks. */
final class Arena {
    private static final long ALIGNMENT_ELEMENTS = 32;

    private final Engine engine;
    private final DataType type;
    private final List<Tensor> blocks = new ArrayList<>();

    Arena(Engine engine, DataType type) {
        this.engine = engine;
        this.type = type;
    }

    /** How far one user of the arena has come; users do not know of each other and share the memory. */
    static final class Mark {
        private int block;
        private long used;

        void reset() {
            block = 0;
            used = 0;
        }
    }

    /** Returns the next stretch after {@code mark}, which moves behind it. */
    Tensor take(Mark mark, long... shape) {
        long length = Tensor.product(shape);
        while (mark.block < blocks.size()
                && mark.used + length > blocks.get(mark.block).length()) {
            mark.block++;
            mark.used = 0;
        }
        if (mark.block == blocks.size()) {
            blocks.add(engine.allocate(type, Math.max(length, Workspace.MIN_BLOCK_ELEMENTS)));
        }
        Tensor tensor = blocks.get(mark.block).slice(mark.used, shape);
        mark.used += Rounding.up(length, ALIGNMENT_ELEMENTS);
        return tensor;
    }

    /** Frees the blocks, and with them all that was taken. */
    void free() {
        blocks.forEach(Tensor::free);
        blocks.clear();
    }

    /** Returns the elements allocated so far, over all blocks. */
    long allocatedElements() {
        return blocks.stream().mapToLong(Tensor::length).sum();
    }
}
