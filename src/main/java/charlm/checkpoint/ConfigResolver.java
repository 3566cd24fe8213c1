package charlm.checkpoint;

import charlm.checkpoint.safetensors.CheckpointException;
import charlm.checkpoint.safetensors.NamedTensor;
import charlm.data.UsageException;
import charlm.files.FolderFile;
import charlm.files.ModelFolder;
import charlm.model.LanguageModel;
import charlm.model.RequestedShape;
import charlm.nn.ModelConfig;
import charlm.nn.Variant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resolves the shape of a model that is read from a file. Flags that are not given come from the file; given flags must
 * agree with it. A PyTorch file holds neither head count nor vocabulary: {@code --num-heads} and the corpus give them.
 */
public final class ConfigResolver {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigResolver.class);
    private static final Pattern BLOCK = Pattern.compile("blocks\\.(\\d+)\\..*");

    private ConfigResolver() {}

    /**
     * Returns the shape to build.
     *
     * @param corpusVocabSize how many symbols the corpus gives; empty where none was named
     * @throws UsageException naming every typed flag that disagrees with the file
     * @throws CheckpointException when the tensors fit no model
     */
    public static ModelConfig resolve(Checkpoint checkpoint, RequestedShape typed, OptionalInt corpusVocabSize) {
        ModelConfig tensors = ofTensors(checkpoint);
        checkpoint.config().ifPresent(config -> requireTensors(checkpoint, config, tensors));
        requireSize(checkpoint, tensors);
        if (checkpoint.vocabulary().isEmpty()) {
            corpusVocabSize.ifPresent(size -> requireVocabSize(checkpoint, tensors.vocabSize(), size));
        }
        ModelConfig stored = checkpoint.config().orElseGet(() -> tensors.withHeads(heads(checkpoint, tensors, typed)));
        List<String> problems = new ArrayList<>();
        if (stored.variant() != typed.variant()) {
            problems.add("it holds a " + stored.variant() + ", not a " + typed.variant() + "; type " + stored.variant()
                    + right(stored));
        } else if (stored.variant() == Variant.PERCEIVER) {
            compare(problems, "--bottleneck_dim", typed.bottleneckDim(), stored.bottleneckDim());
        }
        compare(problems, "--block-size", typed.blockSize(), stored.blockSize());
        compare(problems, "--num-layers", typed.numLayers(), stored.numLayers());
        compare(problems, "--num-heads", typed.numHeads(), stored.numHeads());
        compare(problems, "--embed-dim", typed.embedDim(), stored.embedDim());
        if (!problems.isEmpty()) {
            throw new UsageException(checkpoint.file() + ": " + String.join("; ", problems));
        }
        warnOfAssumptions(checkpoint, typed, corpusVocabSize, stored);
        return stored;
    }

    /** Returns the variant that the tensors of {@code checkpoint} belong to. */
    public static Variant variantOf(Checkpoint checkpoint) {
        return ofTensors(checkpoint).variant();
    }

    private static String right(ModelConfig stored) {
        return stored.variant() == Variant.PERCEIVER ? " --bottleneck_dim " + stored.bottleneckDim() : "";
    }

    private static void compare(List<String> problems, String flag, Optional<Integer> typed, int stored) {
        if (typed.isPresent() && typed.get() != stored) {
            problems.add(flag + " " + typed.get() + " disagrees with the file, which needs " + flag + " " + stored
                    + " (or leave the flag out)");
        }
    }

    /** Refuses a config that its tensors contradict: it could ask for any amount of memory. */
    private static void requireTensors(Checkpoint checkpoint, ModelConfig config, ModelConfig tensors) {
        ModelConfig claimed = config.withHeads(tensors.numHeads());
        if (!claimed.equals(tensors)) {
            throw new CheckpointException(
                    checkpoint.file(),
                    "its "
                            + (ModelFolder.isAt(checkpoint.file())
                                    ? FolderFile.CONFIG.fileName()
                                    : CheckpointMetadata.CONFIG_KEY)
                            + " says " + claimed + ", its tensors are those of "
                            + tensors);
        }
    }

    /** Refuses small or empty tensors under many names: they too could ask for any amount of memory. */
    private static void requireSize(Checkpoint checkpoint, ModelConfig config) {
        long held = checkpoint.tensors().stream()
                .mapToLong(tensor -> tensor.values().length)
                .sum();
        long needed = LanguageModel.parameterCount(config);
        // A file that lacks a single parameter gets a better message later.
        if (needed / 2 > held) {
            throw new CheckpointException(
                    checkpoint.file(),
                    "holds " + held + " numbers, the model that its tensors describe has " + needed
                            + "; is it a whole state dict?");
        }
    }

    private static void requireVocabSize(Checkpoint checkpoint, int stored, int corpusVocabSize) {
        if (stored != corpusVocabSize) {
            throw new CheckpointException(
                    checkpoint.file(),
                    "was trained on " + stored + " different characters (PAD and MASK included), the corpus has "
                            + corpusVocabSize + "; name the corpus it was trained on");
        }
    }

    private static int heads(Checkpoint checkpoint, ModelConfig tensors, RequestedShape typed) {
        int heads = typed.numHeads().orElse(RequestedShape.DEFAULT_NUM_HEADS);
        UsageException.require(
                heads >= 1 && tensors.embedDim() % heads == 0,
                checkpoint.file() + ": does not say its number of heads, and " + heads
                        + (typed.numHeads().isPresent() ? "" : ", the default,") + " do not divide its width of "
                        + tensors.embedDim() + "; type the right --num-heads");
        return heads;
    }

    /** Says what the file does not, so that nothing is guessed in silence. */
    private static void warnOfAssumptions(
            Checkpoint checkpoint, RequestedShape typed, OptionalInt corpusVocabSize, ModelConfig config) {
        List<String> assumed = new ArrayList<>();
        if (checkpoint.config().isEmpty() && typed.numHeads().isEmpty()) {
            assumed.add(config.numHeads() + " heads (--num-heads changes that)");
        }
        if (checkpoint.vocabulary().isEmpty() && corpusVocabSize.isPresent()) {
            assumed.add("the characters of the corpus (another corpus changes them)");
        }
        if (!assumed.isEmpty()) {
            LOG.warn(
                    "{}: does not say all of its model; assumed: {}; its tensors are those of a {}",
                    checkpoint.file(),
                    String.join(" and ", assumed),
                    config);
        }
    }

    /** Returns the shape that the tensors imply, with one head, since no tensor shows the head count. */
    private static ModelConfig ofTensors(Checkpoint checkpoint) {
        Map<String, long[]> shapes = new HashMap<>();
        checkpoint.tensors().forEach(tensor -> shapes.put(tensor.name(), tensor.shape()));
        long[] tokens = shape(checkpoint, shapes, ParameterNames.TOKENS, 2);
        long[] positions = shape(checkpoint, shapes, "pos_emb", 3);
        boolean perceiver = shapes.containsKey("down_block.C");
        int inner = innerBlocks(shapes);
        try {
            return new ModelConfig(
                    perceiver ? Variant.PERCEIVER : Variant.VANILLA,
                    Math.toIntExact(tokens[0]),
                    Math.toIntExact(positions[1]),
                    perceiver ? inner + ModelConfig.PERCEIVER_ENDS : inner,
                    1,
                    Math.toIntExact(tokens[1]),
                    perceiver ? Math.toIntExact(shape(checkpoint, shapes, "down_block.C", 3)[1]) : 0);
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw new CheckpointException(checkpoint.file(), "holds tensors that fit no model: " + e.getMessage(), e);
        }
    }

    private static long[] shape(Checkpoint checkpoint, Map<String, long[]> shapes, String name, int rank) {
        long[] shape = shapes.get(name);
        if (shape == null || shape.length != rank) {
            throw new CheckpointException(
                    checkpoint.file(),
                    shape == null
                            ? "lacks parameter " + name + "; is it a state dict of the reference's model?"
                            : "parameter " + name + " is " + NamedTensor.describe(shape) + ", expected " + rank
                                    + " dimensions");
        }
        return shape;
    }

    private static int innerBlocks(Map<String, long[]> shapes) {
        return (int) shapes.keySet().stream()
                .map(BLOCK::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .distinct()
                .count();
    }
}
