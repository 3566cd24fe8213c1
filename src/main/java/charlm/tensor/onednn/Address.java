package charlm.tensor.onednn;

import org.bytedeco.javacpp.Pointer;

/** A pointer that only names an address; the memory belongs to an ND4J array. */
final class Address extends Pointer {
    Address() {
        super((Pointer) null);
    }

    Address(long at) {
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
