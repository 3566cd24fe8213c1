package charlm.cli.option;

import charlm.model.RequestedShape;
import charlm.nn.ModelConfig;
import charlm.nn.Variant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The shape of the model; what is not typed comes from the parameter file, or from the defaults for a fresh model. */
public final class ShapeOptions {
    @Option(
            names = {"--bottleneck_dim", "--bottleneck-dim"},
            paramLabel = "M",
            description = "Latents of the perceiver (default: the parameter file's, or "
                    + RequestedShape.DEFAULT_BOTTLENECK_DIM + ").")
    private Integer bottleneckDim;

    @Option(
            names = {"--block-size", "--block_size"},
            paramLabel = "N",
            description = "Longest context in characters (default: the parameter file's, or "
                    + RequestedShape.DEFAULT_BLOCK_SIZE + ").")
    private Integer blockSize;

    @Option(
            names = {"--num-layers", "--num_layers"},
            paramLabel = "N",
            description = "Depth (default: the parameter file's, or " + RequestedShape.DEFAULT_NUM_LAYERS + ").")
    private Integer numLayers;

    @Option(
            names = {"--num-heads", "--num_heads"},
            paramLabel = "N",
            description =
                    "Attention heads (default: the parameter file's, or " + RequestedShape.DEFAULT_NUM_HEADS + ").")
    private Integer numHeads;

    @Option(
            names = {"--embed-dim", "--embed_dim"},
            paramLabel = "N",
            description = "Width, a multiple of the heads (default: the parameter file's, or "
                    + RequestedShape.DEFAULT_EMBED_DIM + ").")
    private Integer embedDim;

    /** Returns which numbers can be right for no model; how they fit together is known once the files are read. */
    public List<String> problems() {
        return new Ranges()
                .atLeast("--block-size", ModelConfig.MIN_BLOCK_SIZE, blockSize)
                .atLeast("--num-layers", 1, numLayers)
                .atLeast("--num-heads", 1, numHeads)
                .atLeast("--embed-dim", 1, embedDim)
                .problems();
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
