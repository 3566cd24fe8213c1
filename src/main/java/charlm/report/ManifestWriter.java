package charlm.report;

import charlm.data.Notice;
import charlm.eval.Score;
import charlm.files.TextOutput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Collects the facts of a run while it happens. At its end the {@link RunManifest} and the {@link ModelCard} go beside the
 * result.
 *
 * <p>A run without a result leaves a manifest that says so, unless an older result is there: that keeps its own manifest.
 */
public final class ManifestWriter {
    private static final String DONE = "done";

    private final String task;
    private final String outputRole;
    private final Path output;
    private final Provenance provenance;
    private final Instant started = Instant.now();
    private final List<CompletableFuture<FileFingerprint>> inputs = new ArrayList<>();
    private final Map<String, Object> config = new LinkedHashMap<>();
    private final Map<String, Object> result = new LinkedHashMap<>();
    private final List<Notice> notices = new ArrayList<>();
    private Optional<Score> score = Optional.empty();
    private String exit = DONE;
    private int exitCode;
    private boolean nothingNew;

    /** Starts with a run whose result goes to {@code output}, in the role {@code parameters} or {@code predictions}. */
    public ManifestWriter(String task, String outputRole, Path output, Provenance provenance) {
        this.task = task;
        this.outputRole = outputRole;
        this.output = output;
        this.provenance = provenance;
    }

    /**
     * Runs {@code work} and writes the manifest, also when the work throws.
     *
     * @param exitCodes the exit code of the process for what was thrown
     */
    public <T> T during(Function<ManifestWriter, T> work, ToIntFunction<Throwable> exitCodes) {
        try {
            T done = work.apply(this);
            write();
            return done;
        } catch (RuntimeException | Error e) {
            exit = "failed: " + e.getMessage();
            exitCode = exitCodes.applyAsInt(e);
            try {
                write();
            } catch (RuntimeException writing) {
                e.addSuppressed(writing);
            }
            throw e;
        }
    }

    /** Adds an input file with the contents that it has now. */
    public ManifestWriter reads(String role, Path file) {
        inputs.add(FileFingerprint.opened(role, file));
        return this;
    }

    /** Adds settings that the result depends on. */
    public ManifestWriter config(Map<String, ?> values) {
        config.putAll(JsonObject.typed(values));
        return this;
    }

    /** Adds a fact that the run has found. */
    public ManifestWriter result(String name, Object value) {
        result.put(name, value);
        return this;
    }

    /** Adds what the run has told about its inputs. */
    public ManifestWriter notices(List<Notice> more) {
        notices.addAll(more);
        return this;
    }

    public ManifestWriter score(Optional<Score> value) {
        score = value;
        return this;
    }

    /** Notes that the run was asked to end before it had a result, and with which exit code it ends. */
    public ManifestWriter stopped(int code) {
        exit = "stopped";
        exitCode = code;
        return this;
    }

    /** Notes that the result was there before, with its own manifest. */
    public ManifestWriter nothingNew() {
        nothingNew = true;
        return this;
    }

    private void write() {
        boolean done = exit.equals(DONE);
        if (nothingNew || TextOutput.isStream(output) || !done && Files.exists(output)) {
            return;
        }
        RunManifest manifest = new RunManifest(
                task,
                execution(),
                config,
                Machine.here().fields(),
                Libraries.names(),
                inputs.stream().map(CompletableFuture::join).toList(),
                done ? Optional.of(FileFingerprint.of(outputRole, output)) : Optional.empty(),
                result,
                notices,
                score);
        manifest.write(output);
        if (done) {
            ModelCard.write(output, manifest);
        }
    }

    private RunManifest.Execution execution() {
        String folder = Path.of("").toAbsolutePath().toString();
        return new RunManifest.Execution(
                provenance, folder, exit, OptionalInt.of(exitCode), time(started), time(Instant.now()));
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
