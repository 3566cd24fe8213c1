package charlm.checkpoint.huggingface;

import charlm.data.Vocabulary;
import charlm.nn.ModelConfig;
import charlm.nn.Variant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The config.json of a GPT-2 (https://huggingface.co/docs/transformers/model_doc/gpt2). A field that is missing has the
 * default of Hugging Face's library.
 */
final class GptTwoConfig {
    private static final String TYPE = "model_type";
    private static final String GPT_TWO = "gpt2";
    private static final String WIDTH = "n_embd";
    private static final String INNER_WIDTH = "n_inner";
    private static final int INNER_FACTOR = 4;
    private static final double LAYER_NORM_EPSILON = 1e-5; // LayerNorm's
    private static final List<String> DROPOUTS = List.of("attn_pdrop", "embd_pdrop", "resid_pdrop");

    /** What the vanilla decoder computes, where GPT-2 has a choice. */
    private static final List<Fixed> FIXED = List.of(
            new Fixed("activation_function", "gelu", "gelu_new"),
            new Fixed("tie_word_embeddings", false, true),
            new Fixed("layer_norm_epsilon", LAYER_NORM_EPSILON, LAYER_NORM_EPSILON),
            new Fixed("scale_attn_weights", true, true),
            new Fixed("scale_attn_by_inverse_layer_idx", false, false),
            new Fixed("add_cross_attention", false, false));

    private record Fixed(String name, Object ours, Object byDefault) {}

    private GptTwoConfig() {}

    /** Returns the fields for a vanilla decoder. A mask ends an answer. */
    static Map<String, Object> fields(ModelConfig config, double dropout) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(TYPE, GPT_TWO);
        fields.put("architectures", List.of("GPT2LMHeadModel"));
        fields.put("vocab_size", config.vocabSize());
        fields.put("n_positions", config.blockSize());
        fields.put(WIDTH, config.embedDim());
        fields.put("n_layer", config.numLayers());
        fields.put("n_head", config.numHeads());
        fields.put(INNER_WIDTH, INNER_FACTOR * config.embedDim());
        FIXED.forEach(fixed -> fields.put(fixed.name(), fixed.ours()));
        DROPOUTS.forEach(name -> fields.put(name, dropout));
        fields.put("bos_token_id", null);
        fields.put("eos_token_id", Vocabulary.MASK_ID);
        fields.put("pad_token_id", Vocabulary.PAD_ID);
        return fields;
    }

    /** Returns the shape; adds every difference to {@code problems}, and returns nothing where there is one. */
    static Optional<ModelConfig> read(Map<String, Object> fields, List<String> problems) {
        if (!GPT_TWO.equals(fields.get(TYPE))) {
            problems.add(difference(TYPE, fields.get(TYPE), GPT_TWO));
            return Optional.empty();
        }
        int before = problems.size();
        for (Fixed fixed : FIXED) {
            Object value = fields.getOrDefault(fixed.name(), fixed.byDefault());
            if (!fixed.ours().equals(value)) {
                problems.add(difference(fixed.name(), value, fixed.ours()));
            }
        }
        int width = number(fields, WIDTH, problems);
        int symbols = number(fields, "vocab_size", problems);
        int positions = number(fields, "n_positions", problems);
        int layers = number(fields, "n_layer", problems);
        int heads = number(fields, "n_head", problems);
        Object inner = fields.get(INNER_WIDTH);
        if (inner != null && !inner.equals(INNER_FACTOR * width)) {
            problems.add(difference(INNER_WIDTH, inner, INNER_FACTOR * width));
        }
        if (problems.size() > before) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ModelConfig(Variant.VANILLA, symbols, positions, layers, heads, width, 0));
        } catch (IllegalArgumentException e) {
            problems.add(e.getMessage());
            return Optional.empty();
        }
    }

    private static String difference(String name, Object theirs, Object ours) {
        return name + " is " + theirs + ", charlm computes " + ours;
    }

    private static int number(Map<String, Object> fields, String name, List<String> problems) {
        if (fields.get(name) instanceof Integer value) {
            return value;
        }
        problems.add(name + " is " + fields.get(name) + ", charlm needs a whole number");
        return 0;
    }
}
