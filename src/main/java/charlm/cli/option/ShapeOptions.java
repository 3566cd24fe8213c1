package charlm.cli.option;

import charlm.model.RequestedShape;
import charlm.nn.ModelConfig;
import charlm.nn.Variant;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The shape of the model. A checkpoint sets all that is not typed; a fresh model has the defaults. */
public final class ShapeOptions {
    @Option(
            names = {"--bottleneck_dim", "--bottleneck-dim"},
            paramLabel = "M",
            description = "Number of latents of the perceiver (default: the checkpoint's, or "
                    + RequestedShape.DEFAULT_BOTTLENECK_DIM + ").")
    private Integer bottleneckDim;

    @Option(
            names = {"--block-size", "--block_size"},
            paramLabel = "N",
            description = "Longest context in characters (default: the checkpoint's, or "
                    + RequestedShape.DEFAULT_BLOCK_SIZE + ").")
    private Integer blockSize;

    @Option(
            names = {"--num-layers", "--num_layers"},
            paramLabel = "N",
            description = "Number of layers (default: the checkpoint's, or " + RequestedShape.DEFAULT_NUM_LAYERS + ").")
    private Integer numLayers;

    @Option(
            names = {"--num-heads", "--num_heads"},
            paramLabel = "N",
            description = "Number of attention heads (default: the checkpoint's, or " + RequestedShape.DEFAULT_NUM_HEADS
                    + ").")
    private Integer numHeads;

    @Option(
            names = {"--embed-dim", "--embed_dim"},
            paramLabel = "N",
            description = "Width, a multiple of the number of heads (default: the checkpoint's, or "
                    + RequestedShape.DEFAULT_EMBED_DIM + ").")
    private Integer embedDim;

    /** Checks each number by itself; the files decide how they fit together. */
    public void check(Checks checks) {
        checks.atLeast("--block-size", ModelConfig.MIN_BLOCK_SIZE, blockSize)
                .atLeast("--num-layers", 1, numLayers)
                .atLeast("--num-heads", 1, numHeads)
                .atLeast("--embed-dim", 1, embedDim);
    }

    public RequestedShape typed(Variant variant) {
        return new RequestedShape(
                variant,
                Optional.ofNullable(bottleneckDim),
                Optional.ofNullable(blockSize),
                Optional.ofNullable(numLayers),
                Optional.ofNullable(numHeads),
                Optional.ofNullable(embedDim));
    }

    /** Returns M as the reference writes it into the name of its log folder, for vanilla too. */
    public int loggedBottleneckDim() {
        return bottleneckDim == null ? RequestedShape.DEFAULT_BOTTLENECK_DIM : bottleneckDim;
    }
}
