package charlm.report;

import charlm.files.FolderFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The model card of a folder for Hugging Face: what the model is, how Python opens it, how it was trained. */
public final class HuggingFaceCard {
    private HuggingFaceCard() {}

    /** Returns the card of the model {@code name} of the shape {@code config} with the settings of its training. */
    public static String text(String name, Map<String, Object> config, Map<String, String> training) {
        List<String> lines = new ArrayList<>();
        Collections.addAll(
                lines,
                "---",
                FolderFile.CARD_MARK,
                "library_name: transformers",
                "pipeline_tag: text-generation",
                "tags:",
                "- charlm",
                "- character-level",
                "---",
                "",
                "# " + ModelCard.plain(name),
                "",
                ModelCard.introduction(String.valueOf(training.get("task")), config),
                "A GPT-2 with exact GELU and a head of its own; each character is a token.",
                "",
                "```python",
                "from transformers import AutoModelForCausalLM, AutoTokenizer",
                "",
                "model = AutoModelForCausalLM.from_pretrained(\".\")  # this folder",
                "tokenizer = AutoTokenizer.from_pretrained(\".\")",
                "asked = tokenizer(\"Where was Ada Lovelace born?\" + tokenizer.mask_token, return_tensors=\"pt\")",
                "answer = model.generate(**asked)[0, asked[\"input_ids\"].shape[1]:]",
                "print(tokenizer.decode(answer, skip_special_tokens=True))",
                "```",
                "",
                "`charlm ask`, `charlm finetune --reading_params_path` and `charlm convert` read this folder too.",
                "",
                "## Training",
                "",
                "| name | value |",
                "|---|---|");
        new TreeMap<>(training).forEach((key, value) -> lines.add(ModelCard.tableRow(List.of(key, value))));
        Collections.addAll(lines, "", "## Limits", "", ModelCard.LIMITS);
        return String.join("\n", lines) + "\n";
    }
}
