package charlm.report;

import charlm.eval.Score;
import charlm.files.RunPaths;
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
 * Writes down a run while it happens; at its end the {@link RunManifest} and the {@link ModelCard} go beside the result.
 *
 * <p>A run that ends without a result leaves a manifest that says so, unless an older result is there: its manifest
 * stays, since that is where the result comes from.
 */
public final class RunRecord {
    private static final String DONE = "done";
    private static final String STOPPED = "stopped";

    private final String task;
    private final String outputRole;
    private final Path output;
    private final String command;
    private final String program;
    private final Instant started = Instant.now();
    private final List<CompletableFuture<RunFile>> inputs = new ArrayList<>();
    private final Map<String, String> config = new LinkedHashMap<>();
    private final Map<String, String> result = new LinkedHashMap<>();
    private Optional<Score> score = Optional.empty();
    private String exit = DONE;
    private int exitCode;
    private boolean nothingNew;

    /** Starts the record of a run whose result goes to {@code output}, {@code parameters} or {@code predictions}. */
    public RunRecord(String task, String outputRole, Path output, String command, String program) {
        this.task = task;
        this.outputRole = outputRole;
        this.output = output;
        this.command = command;
        this.program = program;
    }

    /**
     * Runs {@code work} and writes the record, also when the work throws.
     *
     * @param exitCodes what the process ends with when that is thrown
     */
    public <T> T during(Function<RunRecord, T> work, ToIntFunction<Throwable> exitCodes) {
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

    /** Takes down a file that is read, as it is now. */
    public RunRecord reads(String role, Path file) {
        inputs.add(RunFile.opened(role, file));
        return this;
    }

    /** Takes down what the result depends on. */
    public RunRecord config(Map<String, String> values) {
        config.putAll(values);
        return this;
    }

    /** Takes down a number of the run. */
    public RunRecord result(String name, Object value) {
        result.put(name, String.valueOf(value));
        return this;
    }

    public RunRecord score(Optional<Score> value) {
        score = value;
        return this;
    }

    /** Notes that the run was asked to end before it had a result, and what the process ends with for it. */
    public RunRecord stopped(int code) {
        exit = STOPPED;
        exitCode = code;
        return this;
    }

    /** Notes that the result was there before, with its own manifest. */
    public RunRecord nothingNew() {
        nothingNew = true;
        return this;
    }

    private void write() {
        boolean done = exit.equals(DONE);
        if (nothingNew || !done && Files.exists(output)) {
            return;
        }
        RunManifest manifest = new RunManifest(
                task,
                command,
                Path.of("").toAbsolutePath().toString(),
                exit,
                OptionalInt.of(exitCode),
                started.truncatedTo(ChronoUnit.MILLIS).toString(),
                Instant.now().truncatedTo(ChronoUnit.MILLIS).toString(),
                program,
                config,
                Machine.here().fields(),
                Libraries.names(),
                inputs.stream().map(CompletableFuture::join).toList(),
                done ? Optional.of(RunFile.of(outputRole, output)) : Optional.empty(),
                result,
                score);
        manifest.write(new RunPaths(output).manifest());
        if (done) {
            ModelCard.write(output, manifest);
        }
    }
}
