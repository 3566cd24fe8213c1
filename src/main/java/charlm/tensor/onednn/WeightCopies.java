package charlm.tensor.onednn;

import charlm.tensor.NumberType;
import charlm.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Weights in the type of the activations they are multiplied with. Copies of a network's flat parameter buffer stay and
 * are renewed when it changes, so that the many products of a step share one conversion; any other matrix is converted
 * at each use.
 *
 * <p>A weight that is multiplied both ways has two copies, as it is and transposed: oneDNN's kernels for matrix units
 * read a right-hand side that lies row by row, and take twice as long where they must transpose it first.
 */
final class WeightCopies {
    private final Conversions conversions;
    private final Scratch scratch = new Scratch(NumberType.BFLOAT16);
    private final Copies straight = new Copies(false);
    private final Copies transposed = new Copies(true);
    private Tensor flat;

    private record Copy(Tensor weight, Tensor converted) {}

    /** Copies of some weights of the flat buffer, each in memory of its own. */
    private final class Copies {
        private final boolean transposing;
        private final List<Copy> copies = new ArrayList<>();

        Copies(boolean transposing) {
            this.transposing = transposing;
        }

        Tensor of(Tensor weight) {
            for (int i = 0; i < copies.size(); i++) {
                if (copies.get(i).weight == weight) {
                    return copies.get(i).converted;
                }
            }
            long rows = weight.dim(transposing ? 1 : 0);
            long columns = weight.dim(transposing ? 0 : 1);
            Copy copy = new Copy(weight, AlignedMemory.allocate(NumberType.BFLOAT16, rows, columns));
            copies.add(copy);
            renew(copy);
            return copy.converted;
        }

        void renew() {
            for (int i = 0; i < copies.size(); i++) {
                renew(copies.get(i));
            }
        }

        private void renew(Copy copy) {
            if (transposing) {
                conversions.transpose(copy.weight, copy.converted);
            } else {
                conversions.convert(copy.weight, copy.converted);
            }
        }
    }

    WeightCopies(Conversions conversions) {
        this.conversions = conversions;
    }

    /** Renews the copies of weights that lie in {@code parameters}, a flat buffer. */
    void renew(Tensor parameters) {
        if (flat == null || flat.storage() != parameters.storage()) {
            flat = parameters;
            straight.copies.clear();
            transposed.copies.clear();
        }
        straight.renew();
        transposed.renew();
    }

    /** Returns {@code weight}, or its values in {@code type}, valid until the next call. */
    Tensor in(NumberType type, Tensor weight) {
        if (weight.dataType() == type) {
            return weight;
        }
        if (holds(weight)) {
            return straight.of(weight);
        }
        Tensor converted = scratch.matrix(weight.dim(0), weight.dim(1));
        conversions.convert(weight, converted);
        return converted;
    }

    /** Returns the transpose of {@code weight} in {@code type}, or null where it is not copied. */
    Tensor transposedIn(NumberType type, Tensor weight) {
        return weight.dataType() != type && holds(weight) ? transposed.of(weight) : null;
    }

    private boolean holds(Tensor weight) {
        return flat != null && flat.storage() == weight.storage();
    }
}
