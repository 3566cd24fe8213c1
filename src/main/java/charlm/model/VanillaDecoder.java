package charlm.model;

import charlm.nn.AttentionCache;
import charlm.nn.NetworkBuilder;
import charlm.nn.Pass;
import charlm.nn.TransformerBlock;
import charlm.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** A causal decoder: numLayers blocks, each position attends to itself and to those before it. */
final class VanillaDecoder implements Trunk {
    private final List<TransformerBlock> blocks = new ArrayList<>();
    private final int last;

    VanillaDecoder(NetworkBuilder network) {
        last = network.config().numLayers() - 1;
        for (int i = 0; i <= last; i++) {
            blocks.add(new TransformerBlock(network, "blocks." + i));
        }
    }

    @Override
    public Tensor forward(Tensor x0, Pass pass) {
        Tensor x = x0; // (N, C)
        for (int i = 0; i < last; i++) {
            x = blocks.get(i).forward(x, pass);
        }
        return blocks.get(last).forwardTail(x, pass); // (N, C) -> (n, C)
    }

    @Override
    public Tensor backward(Tensor dOut, Pass pass) {
        Tensor dX = blocks.get(last).backwardTail(dOut, pass); // (n, C) -> (N, C)
        for (int i = last - 1; i >= 0; i--) {
            dX = blocks.get(i).backwardInPlace(dX, pass);
        }
        return dX;
    }

    @Override
    public void prefill(Tensor x0, int firstSequence, List<AttentionCache> caches, Pass pass) {
        Tensor x = pass.pack(x0); // (B*T, C) -> (P + B*(T-P), C)
        for (int i = 0; i < last; i++) {
            x = blocks.get(i).prefill(x, caches.get(i), firstSequence, pass);
        }
        blocks.get(last).prefillLast(x, caches.get(last), firstSequence, pass);
    }

    @Override
    public Tensor decodeStep(Tensor x0, int position, List<AttentionCache> caches, Pass pass) {
        Tensor x = x0; // (B, C)
        for (int i = 0; i <= last; i++) {
            x = blocks.get(i).decodeStep(x, caches.get(i), pass);
        }
        return x;
    }
}
