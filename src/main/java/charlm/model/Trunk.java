package charlm.model;

import charlm.nn.AttentionCache;
import charlm.nn.NetworkBuilder;
import charlm.nn.Pass;
import charlm.tensor.Tensor;
import java.util.List;

/** The blocks between embedding and head: what the variants of a network differ in. */
sealed interface Trunk permits VanillaDecoder, PerceiverAR {
    /** Declares the blocks of the variant that {@code network} is of. */
    static Trunk declare(NetworkBuilder network) {
        return switch (network.config().variant()) {
            case VANILLA -> new VanillaDecoder(network);
            case PERCEIVER -> new PerceiverAR(network);
        };
    }

    /** Takes x0 (N, C), returns (n, C) of the pass's tail. */
    Tensor forward(Tensor x0, Pass pass);

    /** Takes dOut (n, C), which may be overwritten, adds to the parameters' gradients and returns dX0 (N, C). */
    Tensor backward(Tensor dOut, Pass pass);

    /**
     * Fills the caches with the first positions of the sequences from {@code firstSequence} on, those of the pass.
     *
     * @param x0 (B*T, C)
     * @param caches one for each layer, in the order of the data
     */
    void prefill(Tensor x0, int firstSequence, List<AttentionCache> caches, Pass pass);

    /** Takes x0 (B, C) of one position, the caches holding all positions before it; returns (B, C). */
    Tensor decodeStep(Tensor x0, int position, List<AttentionCache> caches, Pass pass);
}
