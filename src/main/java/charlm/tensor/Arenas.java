package charlm.tensor;

/** Memory of both of an engine's types, handed out by any number of independent marks. */
final class Arenas {
    private final Arena full;
    private final Arena activations;

    Arenas(Engine engine) {
        full = new Arena(engine, engine.dataType());
        activations = engine.activationType() == engine.dataType() ? full : new Arena(engine, engine.activationType());
    }

    /** How far one user has come in each. */
    static final class Marks {
        private final Arena.Mark full = new Arena.Mark();
        private final Arena.Mark activations = new Arena.Mark();

        void reset() {
            full.reset();
            activations.reset();
        }
    }

    /** Returns the next stretch of {@link Engine#dataType()} after {@code marks}, which move behind it. */
    Tensor takeFull(Marks marks, long... shape) {
        return full.take(marks.full, shape);
    }

    /** Returns the next stretch of {@link Engine#activationType()} after {@code marks}, which move behind it. */
    Tensor takeActivation(Marks marks, long... shape) {
        // where both types are one, both share one mark
        return activations.take(activations == full ? marks.full : marks.activations, shape);
    }

    /** Frees all that was taken. */
    void free() {
        full.free();
        activations.free();
    }

    /** Returns the elements allocated so far, of either type. */
    long allocatedElements() {
        return full.allocatedElements() + (activations == full ? 0 : activations.allocatedElements());
    }
}
