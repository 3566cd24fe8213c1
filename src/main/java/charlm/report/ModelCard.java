package charlm.report;

import charlm.files.AtomicFile;
import charlm.files.RunPaths;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a person should know of a model before using it, {@code X.md}, from the same facts as the {@link RunManifest}. */
public final class ModelCard {
    private ModelCard() {}

    /** Writes the card of {@code result} atomically; throws {@link charlm.files.OutputException}. */
    static void write(Path result, RunManifest manifest) {
        AtomicFile.writeText(new RunPaths(result).card(), String.join("\n", lines(result, manifest)) + "\n");
    }

    static List<String> lines(Path result, RunManifest manifest) {
        List<String> lines = new ArrayList<>();
        lines.add("# " + plain(String.valueOf(result.getFileName())));
        lines.add("");
        lines.add(introduction(manifest));
        manifest.score().ifPresent(score -> {
            lines.add("");
            lines.add(String.format(
                    Locale.ROOT,
                    "**%d of %d questions right: %.1f %%** (95 %% interval %.1f to %.1f %%).",
                    score.correct(),
                    score.total(),
                    score.percent(),
                    score.interval().low(),
                    score.interval().high()));
        });
        section(lines, "How it was made", List.of());
        lines.add("    " + line(manifest.command())); // indented: verbatim
        lines.add("");
        lines.add("From " + plain(manifest.started()) + " to " + plain(manifest.ended()) + ", by charlm "
                + plain(manifest.program()) + ".");
        section(lines, "What it was made from", List.of("what", "file", "bytes", "SHA-256"));
        manifest.inputs().forEach(file -> lines.add(row(file.role(), file.path(), "" + file.bytes(), file.sha256())));
        manifest.output().ifPresent(file -> lines.add(row(file.role(), file.path(), "" + file.bytes(), file.sha256())));
        table(lines, "Result", manifest.result());
        table(lines, "Configuration", manifest.config());
        table(lines, "Machine", manifest.machine());
        section(lines, "Limits", List.of());
        lines.add("It writes characters that are likely after those before them. It knows what stood in its corpus, and"
                + " answers as surely where it knows nothing: `charlm ask` tells how probable an answer is.");
        return lines;
    }

    private static String introduction(RunManifest manifest) {
        Map<String, String> config = manifest.config();
        String shape = "A character-level " + config.getOrDefault("variant", "language") + " model of "
                + config.getOrDefault("num_layers", "?") + " layers, " + config.getOrDefault("num_heads", "?")
                + " heads, width " + config.getOrDefault("embed_dim", "?") + ", context "
                + config.getOrDefault("block_size", "?");
        String way = config.containsKey("views") ? "on views of documents" : "by span corruption";
        return switch (manifest.task()) {
            case "pretrain" -> shape + ", pretrained " + way + ".";
            case "finetune" -> shape + ", finetuned on questions and places.";
            default -> shape + ", and what it answered.";
        };
    }

    private static void table(List<String> lines, String title, Map<String, String> values) {
        section(lines, title, List.of("what", "value"));
        values.forEach((name, value) -> lines.add(row(name, value)));
    }

    private static void section(List<String> lines, String title, List<String> columns) {
        lines.add("");
        lines.add("## " + title);
        lines.add("");
        if (!columns.isEmpty()) {
            lines.add("| " + String.join(" | ", columns) + " |");
            lines.add("|" + "---|".repeat(columns.size()));
        }
    }

    private static String row(String... cells) {
        StringBuilder row = new StringBuilder("|");
        for (String cell : cells) {
            row.append(' ').append(plain(cell).replace("|", "\\|")).append(" |");
        }
        return row.toString();
    }

    /** Names and values are no markup: one line, and no HTML. */
    private static String plain(String text) {
        return line(text).replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String line(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
