package charlm.golden;

import charlm.checkpoint.safetensors.NamedTensor;
import charlm.checkpoint.safetensors.Safetensors;
import charlm.model.LanguageModel;
import charlm.nn.ModelConfig;
import charlm.nn.Parameter;
import charlm.nn.Variant;
import charlm.tensor.Engine;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The reference's numbers for one tiny model (src/test/resources/golden, described in its README). */
public final class Golden {
    public static final int BLOCK_SIZE = 16;
    private static final int VOCAB_SIZE = 20;
    private static final int WIDTH = 16;
    private static final int HEADS = 4;

    private final Variant variant;
    private final Map<String, NamedTensor> tensors;
    private final Map<String, String> metadata;

    private Golden(Variant variant, Safetensors.Contents contents) {
        this.variant = variant;
        this.metadata = contents.metadata();
        this.tensors = contents.tensors().stream().collect(Collectors.toMap(NamedTensor::name, Function.identity()));
    }

    public static Golden of(Variant variant) {
        return new Golden(variant, Safetensors.read(resource("/golden/" + variant.label() + "-tiny.safetensors")));
    }

    public static Path resource(String name) {
        try {
            return Path.of(Golden.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public ModelConfig config() {
        return switch (variant) {
            case VANILLA -> new ModelConfig(variant, VOCAB_SIZE, BLOCK_SIZE, 2, HEADS, WIDTH, 0);
            case PERCEIVER -> new ModelConfig(variant, VOCAB_SIZE, BLOCK_SIZE, 4, HEADS, WIDTH, 8);
        };
    }

    /** Returns the tiny model with the golden initial weights and no dropout. */
    public LanguageModel model(Engine engine) {
        LanguageModel model = LanguageModel.create(config(), engine, 0);
        for (Parameter parameter : model.parameters().list()) {
            parameter.value().set(values(parameter.name()));
        }
        return model;
    }

    /** Returns the golden batch. */
    public PaddedBatch batch() {
        NamedTensor x = tensors.get("in.x");
        int rows = (int) x.shape()[0];
        int columns = (int) x.shape()[1];
        return new PaddedBatch(rows, columns, ids("in.x"), ids("in.y"));
    }

    public float[] values(String name) {
        NamedTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no golden tensor is called " + name);
        }
        return tensor.values();
    }

    public int[] ids(String name) {
        float[] values = values(name);
        return IntStream.range(0, values.length).map(i -> (int) values[i]).toArray();
    }

    public double number(String metadataKey) {
        return Double.parseDouble(metadata.get(metadataKey));
    }
}
