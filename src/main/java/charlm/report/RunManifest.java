package charlm.report;

import charlm.data.InputException;
import charlm.data.Notice;
import charlm.eval.Score;
import charlm.files.Companion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.jr.ob.JSON;

/**
 * The origin of a result: {@code X.run.json} beside the checkpoint or predictions X.
 *
 * @param task {@code pretrain}, {@code finetune} or {@code evaluate}
 * @param config everything that the result depends on, by name, defaults filled in
 * @param machine processor, cores, system, java
 * @param libraries names of jars, which contain the versions
 * @param inputs the files that were read
 * @param output the file that was written; empty for a run that wrote nothing
 * @param result facts that the run has found: steps, last loss, seconds, ...
 * @param notices what the run's rules left out of its inputs or changed, and answers that could not be right
 * @param score empty where nothing was evaluated
 */
public record RunManifest(
        String task,
        Execution execution,
        Map<String, Object> config,
        Map<String, Object> machine,
        List<String> libraries,
        List<FileFingerprint> inputs,
        Optional<FileFingerprint> output,
        Map<String, Object> result,
        List<Notice> notices,
        Optional<Score> score) {
    private static final String FORMAT_KEY = "charlm_run";
    private static final int FORMAT = 2; // 1 had texts for the numbers of config, machine and result

    /**
     * The process that made the result.
     *
     * @param folder the working directory, which relative paths start from
     * @param exit {@code done}, {@code stopped}, or {@code failed: } and the reason
     * @param exitCode of the process, 0 for {@code done}; empty where it is unknown
     * @param started ISO 8601, UTC; {@code ended} likewise
     */
    public record Execution(
            Provenance provenance, String folder, String exit, OptionalInt exitCode, String started, String ended) {}

    /** Returns the input of that role, if there was one. */
    public Optional<FileFingerprint> input(String role) {
        return inputs.stream().filter(file -> file.role().equals(role)).findFirst();
    }

    /** Writes the manifest of {@code result} beside it; throws {@link charlm.files.OutputException}. */
    void write(Path result) {
        String json = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(fields()) + "\n";
        Companion.MANIFEST.write(result, json);
    }

    /** Returns the JSON object of the file. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(FORMAT_KEY, FORMAT);
        fields.put("task", task);
        fields.put("command", execution.provenance.command());
        fields.put("folder", execution.folder);
        fields.put("exit", execution.exit);
        execution.exitCode.ifPresent(code -> fields.put("exit_code", code));
        fields.put("started", execution.started);
        fields.put("ended", execution.ended);
        fields.put("program", execution.provenance.programVersion());
        fields.put("config", config);
        fields.put("machine", machine);
        fields.put("inputs", inputs.stream().map(FileFingerprint::fields).toList());
        output.ifPresent(file -> fields.put("output", file.fields()));
        fields.put("result", result);
        if (!notices.isEmpty()) {
            fields.put("notices", notices.stream().map(RunManifest::fields).toList());
        }
        score.ifPresent(value -> fields.put("score", fields(value)));
        fields.put("libraries", libraries);
        return fields;
    }

    private static Map<String, Object> fields(Notice notice) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", notice.kind());
        fields.put("file", notice.file());
        fields.put("first_line", notice.firstLine());
        fields.put("lines", notice.lines());
        fields.put("message", notice.message());
        return fields;
    }

    private static Notice notice(JsonObject fields) {
        return new Notice(
                fields.textOrEmpty("kind"),
                fields.textOrEmpty("file"),
                fields.integer("first_line").orElse(0),
                fields.integer("lines").orElse(0),
                fields.textOrEmpty("message"));
    }

    /** Returns a score as JSON. */
    public static Map<String, Object> fields(Score score) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("correct", score.correct());
        fields.put("total", score.total());
        fields.put("percent", score.percent());
        fields.put("low_95", score.interval().low());
        fields.put("high_95", score.interval().high());
        return fields;
    }

    /** Reads {@code file}; what it lacks is empty. Throws {@link InputException} for what is no manifest. */
    public static RunManifest read(Path file) {
        JsonObject fields = JsonObject.parse(text(file))
                .filter(object -> object.number(FORMAT_KEY).isPresent())
                .orElseThrow(() -> new InputException(
                        file, "is no manifest of a run; name a checkpoint or the *.run.json beside it"));
        return new RunManifest(
                fields.textOrEmpty("task"),
                new Execution(
                        new Provenance(fields.textOrEmpty("command"), fields.textOrEmpty("program")),
                        fields.textOrEmpty("folder"),
                        fields.textOrEmpty("exit"),
                        fields.integer("exit_code"),
                        fields.textOrEmpty("started"),
                        fields.textOrEmpty("ended")),
                fields.object("config").values(),
                fields.object("machine").values(),
                fields.texts("libraries"),
                fields.objects("inputs").stream().map(FileFingerprint::of).toList(),
                fields.object("output").text("path").map(path -> FileFingerprint.of(fields.object("output"))),
                fields.object("result").values(),
                fields.objects("notices").stream().map(RunManifest::notice).toList(),
                score(fields.object("score")));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new InputException(file, "cannot be read (" + e + ")", e);
        }
    }

    private static Optional<Score> score(JsonObject fields) {
        OptionalInt correct = fields.integer("correct");
        OptionalInt total = fields.integer("total");
        try {
            return correct.isPresent() && total.isPresent()
                    ? Optional.of(new Score(correct.getAsInt(), total.getAsInt()))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no score can be that
        }
    }
}
