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
    /** How many elements, of either type, memory is taken for at least. */
    public static final long MIN_BLOCK_ELEMENTS = 1L << 22;

    private final Engine engine;
    private final Arenas kept;
    private final Arenas scratch;
    private final List<Tape> tapes = new ArrayList<>();
    private Tape tape;
    private int cursor;
    private boolean inScratch;

    /** What passes of one shape take, in order, and where the next new tensor goes. */
    private static final class Tape {
        private final PassShape shape;
        private final List<Tensor> tensors = new ArrayList<>();
        private final List<AttentionTensors> attentions = new ArrayList<>();
        private final List<AttentionGradients> gradients = new ArrayList<>();
        private final Arenas.Marks kept = new Arenas.Marks();
        private final Arenas.Marks scratch = new Arenas.Marks();

        Tape(PassShape shape) {
            this.shape = shape;
        }
    }

    public Workspace(Engine engine) {
        this.engine = engine;
        kept = new Arenas(engine);
        scratch = new Arenas(engine);
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

    /** Returns {@code q}, {@code k}, {@code v} and an uninitialised vector for their weights, made once for each tape. */
    public AttentionTensors takeWeights(AttentionShape shape, Tensor q, Tensor k, Tensor v) {
        Tensor weights = takeActivation(engine.attentionWeightsLength(shape));
        List<AttentionTensors> attentions = tape.attentions;
        for (int i = 0; i < attentions.size(); i++) {
            AttentionTensors known = attentions.get(i);
            if (known.q() == q && known.k() == k && known.v() == v && known.weights() == weights) {
                return known;
            }
        }
        AttentionTensors fresh = new AttentionTensors(q, k, v, weights);
        attentions.add(fresh);
        return fresh;
    }

    /** Returns the three, which were taken in this pass, as one; made once for each tape. */
    public AttentionGradients gradients(Tensor dQ, Tensor dK, Tensor dV) {
        List<AttentionGradients> gradients = tape.gradients;
        for (int i = 0; i < gradients.size(); i++) {
            AttentionGradients known = gradients.get(i);
            if (known.dQ() == dQ && known.dK() == dK && known.dV() == dV) {
                return known;
            }
        }
        AttentionGradients fresh = new AttentionGradients(dQ, dK, dV);
        gradients.add(fresh);
        return fresh;
    }

    /** Returns an uninitialised vector of {@code a} elements. */
    public Tensor take(long a) {
        Tensor next = recorded();
        return next != null && next.hasShape(a) ? next : record(next, false, a);
    }

    /** Returns an uninitialised matrix (a, b). */
    public Tensor take(long a, long b) {
        Tensor next = recorded();
        return next != null && next.hasShape(a, b) ? next : record(next, false, a, b);
    }

    private Tensor takeActivation(long a) {
        Tensor next = recorded();
        return next != null && next.hasShape(a) ? next : record(next, true, a);
    }

    /** Returns an uninitialised matrix (a, b) of the engine's {@link Engine#activationType()}. */
    public Tensor takeActivation(long a, long b) {
        Tensor next = recorded();
        return next != null && next.hasShape(a, b) ? next : record(next, true, a, b);
    }

    /** Returns columns {@code from} to {@code to} of {@code matrix} as a strided view, made once for each tape. */
    public Tensor columns(Tensor matrix, long from, long to) {
        Tensor next = recorded();
        return next != null ? requireViewOf(matrix, from, next) : append(matrix.columns(from, to));
    }

    /** Returns rows {@code from} to {@code to} of {@code matrix} as a view, made once for each tape. */
    public Tensor rows(Tensor matrix, long from, long to) {
        Tensor next = recorded();
        return next != null ? requireViewOf(matrix, from * matrix.stride(0), next) : append(matrix.rows(from, to));
    }

    /**
     * Says that what is taken from here to {@link #endScratch} is needed only until the next scratch begins: its
     * memory is written to again soon, and so stays in the cache.
     */
    public void beginScratch() {
        tape.scratch.reset();
        inScratch = true;
    }

    /** Ends what {@link #beginScratch} began. */
    public void endScratch() {
        inScratch = false;
    }

    private static Tensor requireViewOf(Tensor matrix, long from, Tensor view) {
        if (view.storage() != matrix.storage() || view.offset() != matrix.offset() + from) {
            throw mismatch("a view of " + matrix + " from element " + from, view);
        }
        return view;
    }

    private Tensor recorded() {
        if (tape == null) {
            throw new IllegalStateException("begin a pass before tensors are taken");
        }
        return cursor < tape.tensors.size() ? tape.tensors.get(cursor++) : null;
    }

    private Tensor record(Tensor other, boolean activation, long... shape) {
        if (other != null) {
            throw mismatch(Arrays.toString(shape), other);
        }
        Arenas arenas = inScratch ? scratch : kept;
        Arenas.Marks marks = inScratch ? tape.scratch : tape.kept;
        return append(activation ? arenas.takeActivation(marks, shape) : arenas.takeFull(marks, shape));
    }

    private Tensor append(Tensor tensor) {
        tape.tensors.add(tensor);
        cursor++;
        return tensor;
    }

    private static IllegalStateException mismatch(String taken, Tensor recorded) {
        return new IllegalStateException("this pass takes " + taken + " where the first of its shape took " + recorded);
    }

    /** Returns the elements allocated so far, of either type, scratch memory included. */
    public long allocatedElements() {
        return kept.allocatedElements() + scratch.allocatedElements();
    }

    /** Frees the memory of every pass; a pass that begins afterwards takes memory anew. */
    @Override
    public void close() {
        kept.free();
        scratch.free();
        tapes.clear();
        tape = null;
    }
}
