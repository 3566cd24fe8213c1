package charlm.report.html;

import charlm.data.InputException;
import charlm.files.RunPaths;
import charlm.files.Sha256;
import charlm.report.RunFile;
import charlm.report.RunManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the parts of a run lie.
 *
 * @param name what the report calls it
 * @param training the manifest of the parameters, if there is one
 * @param evaluation the manifest of predictions made with them, if there is one
 * @param trained where the parameters are, or were to be; their log of steps lies beside
 * @param parameters if they are where they were
 * @param questions with their truths, if they are as they were when they were answered
 * @param predictions if they are where they were
 * @param corpus if it is as it was when the parameters were trained
 */
record RunFiles(
        String name,
        Optional<RunManifest> training,
        Optional<RunManifest> evaluation,
        Optional<Path> trained,
        Optional<Path> parameters,
        Optional<Path> questions,
        Optional<Path> predictions,
        Optional<Path> corpus) {
    private static final String EVALUATE = "evaluate";

    /**
     * Finds the run that {@code file} belongs to: a parameter file, a file of predictions, or the manifest of either. A
     * training run takes the newest evaluation of its parameters in the same folder along.
     *
     * @throws InputException for what belongs to no run
     */
    static RunFiles of(Path file) {
        Path result = RunPaths.ofManifest(file).map(RunPaths::result).orElse(file);
        Path manifestFile = new RunPaths(result).manifest();
        if (!Files.exists(manifestFile)) {
            throw new InputException(
                    file,
                    "there is no record of its run beside it (" + manifestFile.getFileName()
                            + "); name what pretrain, finetune or evaluate wrote");
        }
        RunManifest manifest = RunManifest.read(manifestFile);
        return manifest.task().equals(EVALUATE) ? evaluated(result, manifest) : trained(result, manifest);
    }

    private static RunFiles evaluated(Path predictions, RunManifest evaluation) {
        Optional<Path> parameters = find(evaluation, "parameters", predictions);
        Optional<RunManifest> training = parameters
                .map(checkpoint -> new RunPaths(checkpoint).manifest())
                .filter(Files::exists)
                .map(RunManifest::read);
        return new RunFiles(
                String.valueOf(predictions.getFileName()),
                training,
                Optional.of(evaluation),
                parameters,
                parameters,
                find(evaluation, "questions", predictions),
                Optional.of(predictions).filter(Files::exists),
                Optional.empty());
    }

    private static RunFiles trained(Path parameters, RunManifest training) {
        Optional<Path> evaluated = newestEvaluation(parameters);
        if (evaluated.isPresent()) {
            RunFiles found = evaluated(evaluated.get(), RunManifest.read(new RunPaths(evaluated.get()).manifest()));
            return new RunFiles(
                    String.valueOf(parameters.getFileName()),
                    Optional.of(training),
                    found.evaluation(),
                    Optional.of(parameters),
                    Optional.of(parameters),
                    found.questions(),
                    found.predictions(),
                    Optional.empty());
        }
        return new RunFiles(
                String.valueOf(parameters.getFileName()),
                Optional.of(training),
                Optional.empty(),
                Optional.of(parameters),
                Optional.of(parameters).filter(Files::exists),
                find(training, "questions", parameters),
                Optional.empty(),
                find(training, "corpus", parameters));
    }

    /** Returns all that belongs to the run, what it read and what it wrote, whether it is there or not. */
    Stream<Path> all() {
        Stream<Path> written = Stream.concat(
                trained.stream().flatMap(result -> new RunPaths(result).ofTraining(true).stream()),
                predictions.stream().flatMap(result -> new RunPaths(result).ofEvaluation().stream()));
        Stream<Path> read = Stream.concat(
                trained.stream().flatMap(result -> inputs(training, result)),
                predictions.stream().flatMap(result -> inputs(evaluation, result)));
        return Stream.concat(written, read);
    }

    private static Stream<Path> inputs(Optional<RunManifest> manifest, Path result) {
        return manifest.stream().flatMap(run -> run.inputs().stream().flatMap(input -> places(run, input, result)));
    }

    /** Returns the predictions in the same folder that were made with these very parameters and are scored, the newest. */
    private static Optional<Path> newestEvaluation(Path parameters) {
        String digest = digest(parameters);
        Path folder = parameters.toAbsolutePath().getParent();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> RunPaths.ofManifest(file).isPresent())
                    .filter(file -> isEvaluationOf(file, digest))
                    .max(Comparator.comparing(file -> RunManifest.read(file).ended()))
                    .flatMap(RunPaths::ofManifest)
                    .map(RunPaths::result);
        } catch (IOException e) {
            return Optional.empty(); // the folder cannot be listed, so nothing in it can be found
        }
    }

    private static boolean isEvaluationOf(Path file, String digest) {
        try {
            RunManifest manifest = RunManifest.read(file);
            return manifest.task().equals(EVALUATE)
                    && manifest.score().isPresent()
                    && manifest.input("parameters")
                            .filter(input -> input.sha256().equals(digest))
                            .isPresent();
        } catch (InputException e) {
            return false; // somebody else's file of that name
        }
    }

    /** Returns the input of that role where it was, or beside the result; only with the contents it had. */
    private static Optional<Path> find(RunManifest manifest, String role, Path result) {
        return manifest.input(role).flatMap(input -> places(manifest, input, result)
                .filter(Files::isRegularFile)
                .filter(file -> digest(file).equals(input.sha256()))
                .findFirst());
    }

    /** Returns where the input may lie: where it was, and beside the result. */
    private static Stream<Path> places(RunManifest manifest, RunFile input, Path result) {
        try {
            Path named = Path.of(input.path());
            return Stream.of(
                    Path.of(manifest.folder()).resolve(named),
                    result.resolveSibling(String.valueOf(named.getFileName())));
        } catch (InvalidPathException e) {
            return Stream.empty(); // written on another system, or by hand
        }
    }

    private static String digest(Path file) {
        try {
            return Files.isRegularFile(file) ? Sha256.of(file) : "";
        } catch (IOException e) {
            return "";
        }
    }
}
