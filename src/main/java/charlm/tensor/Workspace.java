package charlm.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Buffers for one pass through a network, made once for each batch shape and reused afterwards.
 *
 * <p>A pass takes its tensors in a fixed order. The first pass of a shape records that order on a tape; later passes of
 * the same shape get the very same tensors back, so nothing is allocated. All shapes share the same memory: a tensor is
 * valid only until the next {@link #begin}, and one taken as scratch only until the next {@link #beginScratch}.
 */
public class Workspace implements AutoCloseable {
    /** The least number of elements, of either type, that memory is allocated for at once. */
    public static final long MIN_BLOCK_ELEMENTS = 1L << 22;

    private final Engine engine;
    private final Arena memory;
    private final Arena scratch;
    private final List<Tape> tapes = new ArrayList<>();
    private Tape tape;
    private int cursor;
    private boolean inScratch;

    /** The tensors that passes of one shape take, in order, and the memory where the next new one goes. */
    private static final class Tape {
        private final PassShape shape;
        private final List<Object> entries = new ArrayList<>(); // tensors and records of tensors
        private final Arena.Mark memory = new Arena.Mark();
        private final Arena.Mark scratch = new Arena.Mark();

        Tape(PassShape shape) {
            this.shape = shape;
        }
    }

    public Workspace(Engine engine) {
        this.engine = engine;
        memory = new Arena(engine);
        scratch = new Arena(engine);
    }

    /** Starts a pass; tensors of the pass before become invalid. */
    public void begin(PassShape shape) {
        tape = tapeFor(shape);
        cursor = 0;
        inScratch = false;
    }

    private Tape tapeFor(PassShape shape) {
        for (int i = 0; i < tapes.size(); i++) { // no iterator, no boxed key: a step allocates nothing
            if (tapes.get(i).shape.takesTensorsOf(shape)) {
                return tapes.get(i);
            }
        }
        Tape fresh = new Tape(shape);
        tapes.add(fresh);
        return fresh;
    }

    /**
     * Returns {@code q}, {@code k}, {@code v} and an uninitialised vector for their weights, made once for each tape.
     */
    public AttentionTensors takeWeights(AttentionShape shape, Tensor q, Tensor k, Tensor v) {
        Tensor weights = take(engine.activationType(), engine.attentionWeightsLength(shape));
        Object next = recorded();
        return next instanceof AttentionTensors known && known.q() == q && known.k() == k && known.v() == v
                ? known
                : replace(next, new AttentionTensors(q, k, v, weights));
    }

    /** Returns the three, which were taken in this pass, as one; made once for each tape. */
    public AttentionGradients gradients(Tensor dQ, Tensor dK, Tensor dV) {
        Object next = recorded();
        return next instanceof AttentionGradients known && known.dQ() == dQ && known.dK() == dK && known.dV() == dV
                ? known
                : replace(next, new AttentionGradients(dQ, dK, dV));
    }

    /** Returns an uninitialised vector of {@code a} elements. */
    public Tensor take(long a) {
        return take(engine.dataType(), a);
    }

    private Tensor take(NumberType type, long a) {
        Object next = recorded();
        return next instanceof Tensor known && known.hasShape(a) ? known : record(next, type, a);
    }

    /** Returns an uninitialised matrix (a, b). */
    public Tensor take(long a, long b) {
        return take(engine.dataType(), a, b);
    }

    /** Returns an uninitialised matrix (a, b) of the engine's {@link Engine#activationType()}. */
    public Tensor takeActivation(long a, long b) {
        return take(engine.activationType(), a, b);
    }

    private Tensor take(NumberType type, long a, long b) {
        Object next = recorded();
        return next instanceof Tensor known && known.hasShape(a, b) ? known : record(next, type, a, b);
    }

    /** Returns columns {@code from} to {@code to} of {@code matrix} as a strided view, made once for each tape. */
    public Tensor columns(Tensor matrix, long from, long to) {
        Object next = recorded();
        return next != null ? requireViewOf(matrix, from, next) : append(matrix.columns(from, to));
    }

    /** Returns rows {@code from} to {@code to} of {@code matrix} as a view, made once for each tape. */
    public Tensor rows(Tensor matrix, long from, long to) {
        Object next = recorded();
        return next != null ? requireViewOf(matrix, from * matrix.stride(0), next) : append(matrix.rows(from, to));
    }

    /**
     * Begins scratch: tensors taken from here to {@link #endScratch} are valid only until the next scratch begins.
     * Their memory is written to again soon, and so stays in the cache.
     */
    public void beginScratch() {
        tape.scratch.reset();
        inScratch = true;
    }

    /** Ends what {@link #beginScratch} began. */
    public void endScratch() {
        inScratch = false;
    }

    private static Tensor requireViewOf(Tensor matrix, long from, Object recorded) {
        if (recorded instanceof Tensor view
                && view.storage() == matrix.storage()
                && view.offset() == matrix.offset() + from) {
            return view;
        }
        throw mismatch("a view of " + matrix + " from element " + from, recorded);
    }

    private Object recorded() {
        if (tape == null) {
            throw new IllegalStateException("begin a pass before tensors are taken");
        }
        return cursor < tape.entries.size() ? tape.entries.get(cursor++) : null;
    }

    private Tensor record(Object other, NumberType type, long... shape) {
        if (other != null) {
            throw mismatch(Arrays.toString(shape), other);
        }
        return append(inScratch ? scratch.take(tape.scratch, type, shape) : memory.take(tape.memory, type, shape));
    }

    private <T> T replace(Object recorded, T entry) {
        if (recorded == null) {
            return append(entry);
        }
        tape.entries.set(cursor - 1, entry);
        return entry;
    }

    private <T> T append(T entry) {
        tape.entries.add(entry);
        cursor++;
        return entry;
    }

    private static IllegalStateException mismatch(String taken, Object recorded) {
        return new IllegalStateException("this pass takes " + taken + " where the first of its shape took " + recorded);
    }

    /** Returns the elements allocated so far, of either type, scratch memory included. */
    public long allocatedElements() {
        return memory.allocatedElements() + scratch.allocatedElements();
    }

    /** Frees the memory of every pass; a pass that begins afterwards allocates again. */
    @Override
    public void close() {
        memory.free();
        scratch.free();
        tapes.clear();
        tape = null;
    }
}
