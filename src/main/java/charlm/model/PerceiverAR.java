package charlm.model;

import charlm.nn.AttentionCache;
import charlm.nn.AttentionMap;
import charlm.nn.DownProjectBlock;
import charlm.nn.ModelConfig;
import charlm.nn.NetworkBuilder;
import charlm.nn.Pass;
import charlm.nn.SharedPrefix;
import charlm.nn.TransformerBlock;
import charlm.nn.UpProjectBlock;
import charlm.tensor.Engine;
import charlm.tensor.PackedSequences;
import charlm.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A decoder with a bottleneck: the down block reads the sequence into M latents, numLayers - 2 blocks work on the
 * latents, the up block lets every position read them.
 *
 * <p>As the reference does, every mask is left-aligned; the Perceiver AR paper (Hawthorne et al., 2022) aligns right.
 */
public final class PerceiverAR extends LanguageModel {
    private final DownProjectBlock down;
    private final List<TransformerBlock> blocks = new ArrayList<>();
    private final UpProjectBlock up;

    PerceiverAR(ModelConfig config, Engine engine, NetworkBuilder network) {
        super(config, engine, network);
        int width = config.embedDim();
        down = new DownProjectBlock(network, "down_block", width, config.numHeads(), config.bottleneckDim());
        for (int i = 0; i < config.innerLayers(); i++) {
            blocks.add(new TransformerBlock(network, "blocks." + i, width, config.numHeads()));
        }
        up = new UpProjectBlock(network, "up_block", width, config.numHeads());
        bindParameters(network);
    }

    @Override
    Tensor trunk(Tensor x0, Pass pass) {
        PackedSequences first = innerRows(pass.rows());
        Tensor latents = down.forward(x0, first, pass); // (N, C) -> (m, C)
        for (int i = 0; i < blocks.size(); i++) {
            latents = blocks.get(i).forward(latents, first, pass); // (m, C)
        }
        return up.forward(x0, latents, first, pass); // (m, C) -> (n, C)
    }

    /** Returns the packing of the latents, of which a row of T positions needs min(M, T). */
    @Override
    PackedSequences innerRows(PackedSequences rows) {
        return rows.first(config().bottleneckDim());
    }

    @Override
    Tensor trunkBackward(Tensor dOut, Pass pass) {
        PackedSequences first = innerRows(pass.rows());
        UpProjectBlock.Gradients gradients = up.backward(dOut, pass);
        Tensor dLatents = gradients.dY();
        for (int i = blocks.size() - 1; i >= 0; i--) {
            dLatents = blocks.get(i).backwardInPlace(dLatents, first, pass);
        }
        Tensor dX0 = gradients.dX0();
        pass.engine().addInPlace(dX0, down.backward(dLatents, first, pass));
        return dX0;
    }

    @Override
    List<AttentionMap> trunkAttention(Pass pass) {
        List<AttentionMap> maps = new ArrayList<>();
        maps.add(down.attentionMap(pass));
        blocks.forEach(block -> maps.add(block.attentionMap(pass)));
        maps.add(up.attentionMap(pass));
        return maps;
    }

    @Override
    int keptLayers() {
        return blocks.size() + 2;
    }

    @Override
    int keptPositions() {
        return config().bottleneckDim();
    }

    /** Later positions need the latents of the first ones alone, min(M, T) of them, and not what the first ones read. */
    @Override
    void trunkRead(Tensor x0, SharedPrefix rows, int firstRow, List<AttentionCache> memories, Pass pass) {
        SharedPrefix first = rows.first(innerRows(pass.rows()).longest());
        Tensor latents = down.prefill(x0, first, memories.get(blocks.size()), firstRow, pass);
        for (int i = 0; i < blocks.size(); i++) {
            latents = blocks.get(i).prefill(latents, first, memories.get(i), firstRow, pass);
        }
        up.prefill(latents, first, memories.get(blocks.size() + 1), firstRow, pass);
    }

    /**
     * Latent i sees positions 0..i, so it is final once position i is known: each of the first M positions adds one
     * latent, which is kept in every layer; later positions add none and only read.
     */
    @Override
    Tensor trunkNext(Tensor x0, int position, List<AttentionCache> memories, Pass pass) {
        AttentionCache latents = memories.get(blocks.size() + 1);
        if (position < config().bottleneckDim()) {
            Tensor latent = down.decodeStep(x0, position, memories.get(blocks.size()), pass);
            for (int i = 0; i < blocks.size(); i++) {
                latent = blocks.get(i).decodeStep(latent, memories.get(i), pass);
            }
            up.append(latent, latents, pass);
        }
        return up.decodeStep(x0, latents, pass);
    }
}
