package charlm.checkpoint.torch;

import charlm.checkpoint.safetensors.ElementType;

/**
 * A storage: its bytes lie in the archive under {@code key}.
 *
 * @param type of its elements, as it declares them; bytes where each tensor has a type of its own
 */
record Storage(ElementType type, String key, long elements) {
    long bytes() {
        return elements * type.bytes();
    }
}
