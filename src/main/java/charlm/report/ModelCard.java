package charlm.report;

import charlm.files.Companion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** A description of a model for people who want to use it, {@code X.md}, from the facts of the {@link RunManifest}. */
public final class ModelCard {
    static final String LIMITS =
            "The model writes characters that are likely after those before them. It knows what its"
                    + " corpus says, and answers with the same confidence where it knows nothing: `charlm ask` prints the probability"
                    + " of an answer.";

    private final List<String> lines = new ArrayList<>();

    private ModelCard() {}

    /** Writes the card of {@code result} atomically; throws {@link charlm.files.OutputException}. */
    static void write(Path result, RunManifest manifest) {
        ModelCard card = new ModelCard();
        card.fill(String.valueOf(result.getFileName()), manifest);
        Companion.CARD.write(result, String.join("\n", card.lines) + "\n");
    }

    private void fill(String name, RunManifest manifest) {
        RunManifest.Execution execution = manifest.execution();
        add(Companion.CARD_MARK, "", "# " + plain(name), "", introduction(manifest.task(), manifest.config()));
        manifest.score()
                .ifPresent(score -> add(
                        "",
                        String.format(
                                Locale.ROOT,
                                "**%d of %d questions answered correctly: %.1f %%** (95 %% interval %.1f to %.1f %%).",
                                score.correct(),
                                score.total(),
                                score.percent(),
                                score.interval().low(),
                                score.interval().high())));
        section("Origin");
        add("    " + line(execution.provenance().command()), ""); // indented: verbatim
        add("From " + plain(execution.started()) + " to " + plain(execution.ended()) + ", by charlm "
                + plain(execution.provenance().programVersion()) + ".");
        section("Files", "role", "file", "bytes", "SHA-256");
        Stream.concat(manifest.inputs().stream(), manifest.output().stream())
                .forEach(file -> row(file.fields().values()));
        table("Result", manifest.result());
        if (!manifest.notices().isEmpty()) {
            section("Notices");
            manifest.notices().forEach(notice -> add("- " + plain(notice.text())));
        }
        table("Configuration", manifest.config());
        table("Machine", manifest.machine());
        section("Limits");
        add(LIMITS);
    }

    static String introduction(String task, Map<String, Object> config) {
        String shape = "A character-level " + config.getOrDefault("variant", "language") + " model of "
                + config.getOrDefault("num_layers", "?") + " layers, " + config.getOrDefault("num_heads", "?")
                + " heads, width " + config.getOrDefault("embed_dim", "?") + ", context "
                + config.getOrDefault("block_size", "?");
        return shape
                + switch (task) {
                    case "pretrain" ->
                        config.containsKey("views")
                                ? ", pretrained on views of documents."
                                : ", pretrained by span corruption.";
                    case "finetune" -> ", finetuned on questions with answers.";
                    default -> ", and its answers.";
                };
    }

    private void add(String... text) {
        lines.addAll(List.of(text));
    }

    private void section(String title, String... columns) {
        add("", "## " + title, "");
        if (columns.length > 0) {
            row(List.of(columns));
            add("|" + "---|".repeat(columns.length));
        }
    }

    private void table(String title, Map<String, Object> values) {
        section(title, "name", "value");
        values.forEach((name, value) -> row(List.of(name, value)));
    }

    private void row(Iterable<?> cells) {
        add(tableRow(cells));
    }

    static String tableRow(Iterable<?> cells) {
        StringBuilder row = new StringBuilder("|");
        cells.forEach(cell -> row.append(' ')
                .append(plain(String.valueOf(cell)).replace("|", "\\|"))
                .append(" |"));
        return row.toString();
    }

    /** Escapes names and values, which are no markup: one line, and no HTML. */
    static String plain(String text) {
        return line(text).replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String line(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
