package charlm.model;

import charlm.nn.AttentionCache;
import charlm.nn.DownProjectBlock;
import charlm.nn.ModelConfig;
import charlm.nn.NetworkBuilder;
import charlm.nn.Pass;
import charlm.nn.TransformerBlock;
import charlm.nn.UpProjectBlock;
import charlm.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A decoder with a bottleneck: the down block reads the sequence into M latents, numLayers - 2 blocks work on the
 * latents, the up block lets every position read them.
 *
 * <p>As the reference does, every mask is left-aligned; the Perceiver AR paper (Hawthorne et al., 2022) aligns right.
 */
final class PerceiverAR implements Trunk {
    private final ModelConfig config;
    private final DownProjectBlock down;
    private final List<TransformerBlock> blocks = new ArrayList<>();
    private final UpProjectBlock up;

    PerceiverAR(NetworkBuilder network) {
        config = network.config();
        down = new DownProjectBlock(network, "down_block");
        for (int i = 0; i < config.innerLayers(); i++) {
            blocks.add(new TransformerBlock(network, "blocks." + i));
        }
        up = new UpProjectBlock(network, "up_block");
    }

    @Override
    public Tensor forward(Tensor x0, Pass pass) {
        Tensor latents = down.forward(x0, pass); // (N, C) -> (m, C)
        for (int i = 0; i < blocks.size(); i++) {
            latents = blocks.get(i).forward(latents, pass); // (m, C)
        }
        return up.forward(x0, latents, pass); // (N, C), (m, C) -> (n, C)
    }

    @Override
    public Tensor backward(Tensor dOut, Pass pass) {
        Tensor dLatents = pass.take(pass.inner().matrixRows(), config.embedDim()); // (m, C)
        Tensor dX0 = up.backward(dOut, dLatents, pass); // (n, C) -> (N, C)
        for (int i = blocks.size() - 1; i >= 0; i--) {
            dLatents = blocks.get(i).backwardInPlace(dLatents, pass);
        }
        pass.engine().addInPlace(dX0, down.backward(dLatents, pass)); // (m, C) -> (N, C)
        return dX0;
    }

    /** Later positions need the latents of the first min(M, T) positions, and nothing else of the prefix. */
    @Override
    public void prefill(Tensor x0, int firstSequence, List<AttentionCache> caches, Pass pass) {
        Tensor latents = down.prefill(x0, caches.get(0), firstSequence, pass);
        for (int i = 0; i < blocks.size(); i++) {
            latents = blocks.get(i).prefill(latents, caches.get(i + 1), firstSequence, pass);
        }
        up.prefill(latents, caches.get(blocks.size() + 1), firstSequence, pass);
    }

    /**
     * Latent i sees positions 0..i, so it is final once position i is known: each of the first M positions adds one
     * latent to the cache of every layer; later positions add none and only read.
     */
    @Override
    public Tensor decodeStep(Tensor x0, int position, List<AttentionCache> caches, Pass pass) {
        AttentionCache latents = caches.get(blocks.size() + 1);
        if (position < config.innerPositions()) {
            Tensor latent = down.decodeStep(x0, position, caches.get(0), pass);
            for (int i = 0; i < blocks.size(); i++) {
                latent = blocks.get(i).decodeStep(latent, caches.get(i + 1), pass);
            }
            up.append(latent, latents, pass);
        }
        return up.decodeStep(x0, latents, pass);
    }
}
