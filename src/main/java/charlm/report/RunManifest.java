package charlm.report;

import charlm.data.InputException;
import charlm.eval.Score;
import charlm.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import tools.jackson.jr.ob.JSON;

/**
 * Where a result comes from: {@code X.run.json} beside the parameters or predictions X.
 *
 * @param task {@code pretrain}, {@code finetune} or {@code evaluate}
 * @param command as it was typed
 * @param folder the working directory, from which the paths are to be read
 * @param exit {@code done}, {@code stopped}, or {@code failed: } and why
 * @param exitCode what the process ended with, 0 for {@code done}; empty where it is not told
 * @param started ISO 8601, UTC; {@code ended} likewise
 * @param program our version
 * @param config everything the result depends on, by name, defaults filled in
 * @param machine processor, cores, system, java
 * @param libraries names of jars, which carry the versions
 * @param inputs what was read
 * @param output what was written; empty for a run that wrote nothing
 * @param result numbers of the run: steps, last loss, seconds, ...
 * @param score empty where nothing was evaluated
 */
public record RunManifest(
        String task,
        String command,
        String folder,
        String exit,
        OptionalInt exitCode,
        String started,
        String ended,
        String program,
        Map<String, String> config,
        Map<String, String> machine,
        List<String> libraries,
        List<RunFile> inputs,
        Optional<RunFile> output,
        Map<String, String> result,
        Optional<Score> score) {
    private static final String FORMAT_KEY = "charlm_run";
    private static final int FORMAT = 1;

    /** Returns the input of that role, if there was one. */
    public Optional<RunFile> input(String role) {
        return inputs.stream().filter(file -> file.role().equals(role)).findFirst();
    }

    /** Writes {@code file} atomically; throws {@link charlm.files.OutputException}. */
    void write(Path file) {
        String json = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(fields()) + "\n";
        AtomicFile.writeText(file, json);
    }

    private Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(FORMAT_KEY, FORMAT);
        fields.put("task", task);
        fields.put("command", command);
        fields.put("folder", folder);
        fields.put("exit", exit);
        exitCode.ifPresent(code -> fields.put("exit_code", code));
        fields.put("started", started);
        fields.put("ended", ended);
        fields.put("program", program);
        fields.put("config", config);
        fields.put("machine", machine);
        fields.put("inputs", inputs.stream().map(RunFile::fields).toList());
        output.ifPresent(file -> fields.put("output", file.fields()));
        fields.put("result", result);
        score.ifPresent(value -> fields.put("score", fields(value)));
        fields.put("libraries", libraries);
        return fields;
    }

    private static Map<String, Object> fields(Score score) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("correct", score.correct());
        fields.put("total", score.total());
        fields.put("percent", score.percent());
        fields.put("low_95", score.interval().low());
        fields.put("high_95", score.interval().high());
        return fields;
    }

    /** Reads {@code file}; what it does not tell is empty. Throws {@link InputException} for what is no manifest. */
    public static RunManifest read(Path file) {
        JsonObject fields = JsonObject.parse(text(file))
                .filter(object -> object.number(FORMAT_KEY).isPresent())
                .orElseThrow(() -> new InputException(
                        file, "is no record of a run; name a checkpoint or the *.run.json beside it"));
        return new RunManifest(
                fields.text("task").orElse(""),
                fields.text("command").orElse(""),
                fields.text("folder").orElse(""),
                fields.text("exit").orElse(""),
                fields.number("exit_code")
                        .map(Number::intValue)
                        .map(OptionalInt::of)
                        .orElseGet(OptionalInt::empty),
                fields.text("started").orElse(""),
                fields.text("ended").orElse(""),
                fields.text("program").orElse(""),
                fields.object("config").texts(),
                fields.object("machine").texts(),
                fields.list("libraries"),
                fields.objects("inputs").stream().map(RunFile::of).toList(),
                Stream.of(fields.object("output"))
                        .filter(object -> object.text("path").isPresent())
                        .map(RunFile::of)
                        .findFirst(),
                fields.object("result").texts(),
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
        Optional<Number> correct = fields.number("correct");
        Optional<Number> total = fields.number("total");
        try {
            return correct.isPresent() && total.isPresent()
                    ? Optional.of(
                            new Score(correct.get().intValue(), total.get().intValue()))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not a score that could be
        }
    }
}
