package charlm.checkpoint.huggingface;

import charlm.data.Vocabulary;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tokenizer.json of a vocabulary (https://huggingface.co/docs/tokenizers): byte pair encoding without any pair, which
 * gives each code point its id and skips those that have none. Nothing before or behind it changes the text.
 */
final class CharacterTokenizer {
    private static final String TYPE = "type";
    private static final String MODEL = "model";
    private static final String BPE = "BPE";
    private static final String VOCAB = "vocab";
    private static final String MERGES = "merges";
    private static final String ADDED = "added_tokens";
    private static final String CONTENT = "content";
    private static final String FUSE = "Fuse";
    private static final String POST_PROCESSOR = "post_processor";
    private static final String SPECIAL_TOKENS = "special_tokens";
    private static final List<String> CHANGING = List.of("normalizer", "pre_tokenizer");

    private CharacterTokenizer() {}

    /** Returns the fields, in the order in which the library reads them. */
    static Map<String, Object> fields(Vocabulary vocabulary) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", "1.0");
        fields.put("truncation", null);
        fields.put("padding", null);
        fields.put(
                ADDED,
                List.of(
                        special(vocabulary, Vocabulary.PAD_ID),
                        special(vocabulary, Vocabulary.MASK_ID))); // not split, and left out of a decoded answer
        CHANGING.forEach(name -> fields.put(name, null));
        fields.put(POST_PROCESSOR, null);
        fields.put("decoder", Map.of(TYPE, FUSE)); // joins without blanks
        fields.put(MODEL, model(vocabulary));
        return fields;
    }

    private static Map<String, Object> special(Vocabulary vocabulary, int id) {
        Map<String, Object> token = new LinkedHashMap<>();
        token.put("id", id);
        token.put(CONTENT, vocabulary.decode(id));
        for (String option : List.of("single_word", "lstrip", "rstrip", "normalized")) {
            token.put(option, false);
        }
        token.put("special", true);
        return token;
    }

    private static Map<String, Object> model(Vocabulary vocabulary) {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put(TYPE, BPE);
        for (String option : List.of("dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix")) {
            model.put(option, null);
        }
        for (String option : List.of("fuse_unk", "byte_fallback", "ignore_merges")) {
            model.put(option, false);
        }
        Map<String, Integer> ids = new LinkedHashMap<>();
        for (int id = 0; id < vocabulary.size(); id++) {
            ids.put(vocabulary.decode(id), id);
        }
        model.put(VOCAB, ids);
        model.put(MERGES, List.of());
        return model;
    }

    /** Returns the vocabulary; adds every difference to {@code problems}, and returns nothing where there is one. */
    static Optional<Vocabulary> read(Map<String, Object> fields, List<String> problems) {
        int before = problems.size();
        Map<?, ?> model = object(fields.get(MODEL));
        if (!BPE.equals(model.get(TYPE)) || !List.of().equals(model.get(MERGES))) {
            problems.add("its tokenizer is a " + model.get(TYPE)
                    + (model.get(MERGES) instanceof List<?> merges ? " of " + merges.size() + " merges" : "")
                    + ", charlm reads single characters");
        }
        for (String name : CHANGING) {
            if (fields.get(name) != null) {
                problems.add("its " + name + " is a " + object(fields.get(name)).get(TYPE)
                        + ", charlm reads the text as it is");
            }
        }
        if (fields.get(POST_PROCESSOR) != null
                && !Map.of().equals(object(fields.get(POST_PROCESSOR)).get(SPECIAL_TOKENS))) {
            problems.add("its post_processor adds tokens to a text, charlm adds none");
        }
        return problems.size() > before ? Optional.empty() : vocabulary(object(model.get(VOCAB)), fields, problems);
    }

    private static Optional<Vocabulary> vocabulary(Map<?, ?> ids, Map<String, Object> fields, List<String> problems) {
        String[] symbols = new String[ids.size()];
        ids.forEach((symbol, id) -> {
            if (id instanceof Integer index && index >= 0 && index < symbols.length) {
                symbols[index] = String.valueOf(symbol);
            }
        });
        List<String> all = Arrays.asList(symbols);
        if (all.contains(null)) {
            problems.add("its vocabulary lacks the id " + all.indexOf(null));
            return Optional.empty();
        }
        Optional<String> longer = all.stream()
                .filter(symbol -> symbol.codePointCount(0, symbol.length()) != 1)
                .findFirst();
        if (longer.isPresent()) {
            problems.add("its vocabulary has '" + longer.get() + "', charlm reads single characters");
            return Optional.empty();
        }
        Object added = fields.getOrDefault(ADDED, List.of());
        for (Object token : added instanceof List<?> tokens ? tokens : Collections.emptyList()) {
            Object content = object(token).get(CONTENT);
            if (!all.contains(content)) {
                problems.add("it adds the token '" + content + "' to its characters");
                return Optional.empty();
            }
        }
        try {
            return Optional.of(Vocabulary.ofSymbols(String.join("", all)));
        } catch (IllegalArgumentException e) {
            problems.add(e.getMessage());
            return Optional.empty();
        }
    }

    private static Map<?, ?> object(Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }
}
