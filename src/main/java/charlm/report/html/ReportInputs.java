package charlm.report.html;

import charlm.data.InputException;
import charlm.files.RunOutputs;
import charlm.files.RunPaths;
import charlm.report.FileFingerprint;
import charlm.report.RunManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files that the report of a run is made from. Inputs count only with the contents that the run has read.
 *
 * @param name of the run in the report
 * @param training of the checkpoint, if there is a manifest of it
 * @param evaluation of the checkpoint, if there is one
 * @param otherEvaluations of the checkpoint that were found and are not in the report
 */
record ReportInputs(String name, Optional<Run> training, Optional<Run> evaluation, int otherEvaluations) {
    private static final String PARAMETERS = "parameters";

    /** A result, which may be gone, with its manifest. */
    record Run(Path result, RunManifest manifest) {
        static Optional<Run> of(Path result) {
            Path file = new RunPaths(result).manifest();
            return Files.exists(file) ? Optional.of(new Run(result, RunManifest.read(file))) : Optional.empty();
        }

        /** Returns the run of a manifest; empty for a file of that name that is none. */
        private static Optional<Run> ofManifest(Path file) {
            try {
                return RunPaths.ofManifest(file).flatMap(paths -> of(paths.result()));
            } catch (InputException e) {
                return Optional.empty();
            }
        }

        boolean isEvaluation() {
            return manifest.task().equals("evaluate");
        }

        /** Returns the file of an input, if it still has the contents that the run has read. */
        Optional<Path> input(String role) {
            return manifest.input(role).flatMap(input -> places(input)
                    .filter(file -> input.hasContentsOf(FileFingerprint.of(role, file)))
                    .findFirst());
        }

        /** Returns the two places of an input: where the run has read it, and beside the result. */
        private Stream<Path> places(FileFingerprint input) {
            try {
                Path named = Path.of(input.path());
                return Stream.of(
                        Path.of(manifest.execution().folder()).resolve(named),
                        result.resolveSibling(String.valueOf(named.getFileName())));
            } catch (InvalidPathException e) {
                return Stream.empty(); // written on another system, or by hand
            }
        }

        private String fileName() {
            return String.valueOf(result.getFileName());
        }

        /** Returns the checkpoint as it is, or as it was written if it is gone. */
        Optional<FileFingerprint> written() {
            return Files.exists(result) ? Optional.of(FileFingerprint.of(PARAMETERS, result)) : manifest.output();
        }

        private List<Run> neighbours() {
            try (Stream<Path> files = Files.list(result.toAbsolutePath().getParent())) {
                return files.flatMap(file -> ofManifest(file).stream()).toList();
            } catch (IOException e) {
                return List.of(); // the folder cannot be listed
            }
        }
    }

    /**
     * Finds the run that {@code file} belongs to: a checkpoint, predictions, or the manifest of either. A training run comes
     * with the newest scored evaluation of its checkpoint in the same folder, an evaluation with the training.
     *
     * @throws InputException for what belongs to no run
     */
    static ReportInputs of(Path file) {
        Path result = RunPaths.ofManifest(file).map(RunPaths::result).orElse(file);
        Run run = Run.of(result)
                .orElseThrow(() -> new InputException(
                        file,
                        "there is no manifest of its run beside it ("
                                + new RunPaths(result).manifest().getFileName()
                                + "); name what pretrain, finetune or evaluate wrote"));
        return run.isEvaluation() ? ofEvaluation(run) : ofTraining(run, run.neighbours(), false);
    }

    /** Returns an evaluation with the training of its checkpoint. */
    static ReportInputs ofEvaluation(Run evaluation) {
        return new ReportInputs(evaluation.fileName(), trainingOf(evaluation), Optional.of(evaluation), 0);
    }

    private static Optional<Run> trainingOf(Run evaluation) {
        Optional<Path> checkpoint = evaluation.input(PARAMETERS);
        if (checkpoint.isPresent()) {
            return Run.of(checkpoint.get());
        }
        Optional<FileFingerprint> read = evaluation.manifest.input(PARAMETERS);
        return evaluation.neighbours().stream()
                .filter(run -> areSame(read, run.manifest.output()) && !Files.exists(run.result))
                .findFirst();
    }

    /**
     * Returns a training with the newest scored evaluation of its checkpoint.
     *
     * @param runs to find it among
     * @param counted whether to count the other evaluations
     */
    static ReportInputs ofTraining(Run training, List<Run> runs, boolean counted) {
        List<Run> evaluations = evaluationsOf(training, runs);
        Optional<Run> newest = evaluations.stream()
                .filter(run -> run.manifest.score().isPresent())
                .max(Comparator.comparing(run -> run.manifest.execution().ended()));
        int others = counted ? evaluations.size() - (int) newest.stream().count() : 0;
        return new ReportInputs(training.fileName(), Optional.of(training), newest, others);
    }

    /** Returns those of {@code runs} that have evaluated the checkpoint of {@code training}. */
    static List<Run> evaluationsOf(Run training, List<Run> runs) {
        Optional<FileFingerprint> written = training.written();
        return runs.stream()
                .filter(run -> run.isEvaluation() && areSame(written, run.manifest.input(PARAMETERS)))
                .toList();
    }

    static boolean areSame(Optional<FileFingerprint> written, Optional<FileFingerprint> read) {
        return written.flatMap(file -> read.filter(file::hasContentsOf)).isPresent();
    }

    /** Returns the same run under another name. */
    ReportInputs named(String other) {
        return new ReportInputs(other, training, evaluation, otherEvaluations);
    }

    /** Returns where the checkpoint is or was; the metrics lie beside it. */
    Optional<Path> trained() {
        return training.map(Run::result).or(() -> evaluation.flatMap(run -> run.input(PARAMETERS)));
    }

    Optional<Path> checkpoint() {
        return trained().filter(Files::exists);
    }

    Optional<Path> questions() {
        return evaluation.or(() -> training).flatMap(run -> run.input("questions"));
    }

    Optional<Path> predictions() {
        return evaluation.map(Run::result).filter(Files::exists);
    }

    Optional<Path> corpus() {
        return training.flatMap(run -> run.input("corpus"));
    }

    /** Returns all files that the run has read or written, whether they are there or not. */
    Stream<Path> all() {
        return Stream.of(
                        trained().stream()
                                .flatMap(result -> RunOutputs.ofTraining(result, true, false).files().stream()),
                        evaluation.stream().flatMap(run -> RunOutputs.ofEvaluation(run.result, false).files().stream()),
                        Stream.concat(training.stream(), evaluation.stream())
                                .flatMap(run -> run.manifest.inputs().stream().flatMap(run::places)))
                .flatMap(files -> files);
    }
}
