package charlm.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A file that charlm puts beside a result X: X with an ending, a name that nobody typed. So it replaces only a file that
 * charlm wrote, which its beginning shows.
 */
public enum Companion {
    /** Command, config, inputs, machine, score. */
    MANIFEST(".run.json", "\\{\\s*\"charlm_run\"\\s*:\\s*\\d"),
    /** The model card. Version 0.1.0 wrote it without a mark. */
    CARD(
            ".md",
            "\\Q" + Companion.CARD_MARK
                    + "\\E|# .*\\R\\RA character-level .* layers, .* heads, width .*, context .*\\R(\\R\\*\\*.*\\R)?\\R## Origin\\R"),
    /** The HTML report. Version 0.1.0 wrote it with this title, and no mark. */
    REPORT(
            ".html",
            "<!doctype html>\\R<html lang=\"en\">\\R<head>\\R(<meta .*>\\R)*"
                    + "(<meta name=\"generator\" content=\"charlm\">|<title>charlm report</title>)\\R"),
    /** The checkpoint of the best evaluation during training: safetensors with charlm's metadata. */
    BEST(".best", Companion.OWN_SAFETENSORS),
    /** The metrics of all steps; none yet where a run ended in its first step. */
    METRICS(".metrics.jsonl", "\\{\"step\":\\d+,\"epoch\":\\d+,\"loss\":[^,]+,\"rate\":|\\z"),
    /** The lock that keeps a second run from writing the same result; empty for the moment until it is signed. */
    LOCK(".lock", "process \\d{1,18}, since |\\s*\\z");

    /** The first line of a model card, which Markdown does not show. */
    public static final String CARD_MARK = "[generator]: # \"charlm\"";

    /** The beginning of a checkpoint with charlm's metadata. */
    static final String OWN_SAFETENSORS = "[\\s\\S]{8}\\{\"__metadata__\":\\{[^}]{0,200}\"charlm\\.format\"";

    private static final int HEAD_BYTES = 1 << 12;

    private final String ending;
    private final Pattern beginning;

    Companion(String ending, String beginning) {
        this.ending = ending;
        this.beginning = Pattern.compile(beginning);
    }

    String ending() {
        return ending;
    }

    /** Returns the file beside {@code result}. */
    public Path of(Path result) {
        return result.resolveSibling(result.getFileName() + ending);
    }

    /**
     * Throws {@link OutputException} unless {@code file} can be written, and is not there yet or was written by charlm as
     * such a companion.
     */
    public void requireOwn(Path file) {
        String orElse = this == REPORT ? ", or leave the report out with --no-report" : "";
        requireOwn(file, beginning, "move it away, or write to another name", orElse);
    }

    /** Throws {@link OutputException} with the way out unless {@code file} can be made, or begins as charlm's do. */
    static void requireOwn(Path file, Pattern beginning, String wayOut, String orElse) {
        Path target = OutputTarget.of(file).requireFile(wayOut).file();
        if (Files.exists(target) && !beginning.matcher(head(file, target)).lookingAt()) {
            throw new OutputException(
                    file, "was not written by charlm, and this run would replace it; " + wayOut + orElse);
        }
    }

    private static String head(Path file, Path target) {
        try (InputStream in = Files.newInputStream(target)) {
            return new String(in.readNBytes(HEAD_BYTES), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new OutputException(
                    file,
                    "cannot be read (" + AtomicFile.reason(e)
                            + "), so it may not be charlm's; move it away, or write to another name",
                    e);
        }
    }

    /** Writes {@code text} beside {@code result} atomically; throws as {@link #requireOwn}. */
    public void write(Path result, String text) {
        Path file = of(result);
        requireOwn(file);
        AtomicFile.writeText(file, text);
    }
}
