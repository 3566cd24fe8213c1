package charlm.tensor.onednn;

import charlm.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/** A stand-in in single precision for a matrix of a shorter type, for loops that write floats; others are themselves. */
final class FullOutput {
    private final Conversions conversions;
    private final Scratch scratch = new Scratch(DataType.FLOAT);

    FullOutput(Conversions conversions) {
        this.conversions = conversions;
    }

    /** Returns {@code x} or its stand-in to write to before {@link #finish}. */
    Tensor of(Tensor x) {
        return x.dataType() == DataType.FLOAT ? x : scratch.matrix(x.dim(0), x.dim(1));
    }

    /** Copies what was written to a stand-in to where it belongs, rounded. */
    void finish(Tensor written, Tensor x) {
        if (written != x) {
            conversions.convert(written, x);
        }
    }
}
