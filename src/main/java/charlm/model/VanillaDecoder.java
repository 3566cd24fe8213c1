package charlm.model;

import charlm.nn.AttentionCache;
import charlm.nn.AttentionMap;
import charlm.nn.ModelConfig;
import charlm.nn.NetworkBuilder;
import charlm.nn.Pass;
import charlm.nn.SharedPrefix;
import charlm.nn.TransformerBlock;
import charlm.tensor.Engine;
import charlm.tensor.PackedSequences;
import charlm.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** A causal decoder: numLayers blocks, each position attends to itself and to those before it. */
public final class VanillaDecoder extends LanguageModel {
    private final List<TransformerBlock> blocks = new ArrayList<>();

    VanillaDecoder(ModelConfig config, Engine engine, NetworkBuilder network) {
        super(config, engine, network);
        for (int i = 0; i < config.innerLayers(); i++) {
            blocks.add(new TransformerBlock(network, "blocks." + i, config.embedDim(), config.numHeads()));
        }
        bindParameters(network);
    }

    @Override
    Tensor trunk(Tensor x0, Pass pass) {
        Tensor x = x0;
        int last = blocks.size() - 1;
        for (int i = 0; i < last; i++) {
            x = blocks.get(i).forward(x, pass.rows(), pass);
        }
        return blocks.get(last).forwardTail(x, pass);
    }

    @Override
    PackedSequences innerRows(PackedSequences rows) {
        return rows;
    }

    @Override
    Tensor trunkBackward(Tensor dOut, Pass pass) {
        int last = blocks.size() - 1;
        Tensor dX = blocks.get(last).backwardTail(dOut, pass);
        for (int i = last - 1; i >= 0; i--) {
            dX = blocks.get(i).backwardInPlace(dX, pass.rows(), pass);
        }
        return dX;
    }

    @Override
    List<AttentionMap> trunkAttention(Pass pass) {
        return blocks.stream().map(block -> block.attentionMap(pass)).toList();
    }

    @Override
    int keptLayers() {
        return blocks.size();
    }

    @Override
    int keptPositions() {
        return config().blockSize();
    }

    @Override
    void trunkRead(Tensor x0, SharedPrefix rows, int firstRow, List<AttentionCache> memories, Pass pass) {
        Tensor x = rows.pack(x0, pass);
        int last = blocks.size() - 1;
        for (int i = 0; i < last; i++) {
            x = blocks.get(i).prefill(x, rows, memories.get(i), firstRow, pass);
        }
        blocks.get(last).prefillLast(x, rows, memories.get(last), firstRow, pass);
    }

    @Override
    Tensor trunkNext(Tensor x0, int position, List<AttentionCache> memories, Pass pass) {
        Tensor x = x0;
        for (int i = 0; i < blocks.size(); i++) {
            x = blocks.get(i).decodeStep(x, memories.get(i), pass);
        }
        return x;
    }
}
