package charlm.tensor.onednn;

import org.bytedeco.javacpp.Pointer;

/** A pointer that only names an address; the memory belongs to an ND4J array. */
final class Place extends Pointer {
    Place() {
        super((Pointer) null);
    }

    Place(long at) {
        this();
        address = at;
    }

    /** Returns whether that is another address than before. */
    boolean moveTo(long to) {
        boolean moved = address != to;
        address = to;
        return moved;
    }
}
