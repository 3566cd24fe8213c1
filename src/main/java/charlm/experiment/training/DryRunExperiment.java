package charlm.experiment.training;

import charlm.checkpoint.Checkpoint;
import charlm.data.Corpus;
import charlm.data.QuestionFile;
import charlm.data.Vocabulary;
import charlm.experiment.config.DatasetConfig;
import charlm.experiment.config.TrainingRequest;
import charlm.files.OutputFolder;
import charlm.files.OutputLock;
import charlm.model.RequestedShape;
import charlm.state.StateFolder;
import charlm.state.TrainingState;
import charlm.tensor.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A training run that writes nothing: reads the data, builds the model, times a few steps, checks every output. Finds
 * all problems, not only the first.
 */
public final class DryRunExperiment {
    private TrainingRequest request;
    private final Path checkpoint;
    private final Resumption resumption;
    private final List<RuntimeException> problems = new ArrayList<>();
    private Optional<TrainingState> from = Optional.empty();

    public DryRunExperiment(TrainingRequest request) {
        this.request = request;
        checkpoint = request.outputs().checkpoint();
        resumption = new Resumption(checkpoint, new StateFolder(checkpoint), request.state());
    }

    /**
     * The outcome.
     *
     * @param facts about the run, line by line; none when it cannot start
     * @param problems that would have ended the run, each once
     */
    public record Report(List<String> facts, List<RuntimeException> problems) {}

    /** Reads and checks; then, unless there are problems, builds and computes. */
    public Report run() {
        checkOutputs();
        Optional<TrainingPlan> plan = readInputs();
        plan.ifPresent(it -> attempt(() -> MemoryCheck.require(it, request)));
        List<String> facts = new ArrayList<>();
        if (problems.isEmpty()) {
            attempt(() -> facts.addAll(build(plan.orElseThrow())));
        }
        return new Report(facts, List.copyOf(problems));
    }

    /** Reads and checks only; returns the problems. */
    public List<RuntimeException> findProblems() {
        checkOutputs();
        readInputs();
        return List.copyOf(problems);
    }

    private void checkOutputs() {
        problems.addAll(request.files().problems());
        request.outputs().eventFolder().ifPresent(events -> attempt(() -> OutputFolder.require(events)));
        if (attempt(() -> OutputLock.checkFree(checkpoint))) { // the state of a live run is that run's
            attempt(() -> from = resumption.find());
            from.ifPresent(state -> request = RunConfig.continuing(request, state.config()));
        }
    }

    private Optional<TrainingPlan> readInputs() {
        int before = problems.size();
        Optional<TrainingPlan> plan = attempt(() -> TrainingPlan.of(request));
        if (problems.size() > before) { // it ends with the first problem
            readEachInput(request.sources());
        }
        return plan;
    }

    private void readEachInput(TrainingRequest.Sources sources) {
        Optional<Corpus> corpus = attempt(() -> Corpus.read(sources.corpus()));
        Optional<Vocabulary> vocabulary = corpus.flatMap(text -> attempt(() -> Vocabulary.of(text)));
        sources.start().ifPresent(file -> attempt(() -> Checkpoint.read(file)));
        request.dev().ifPresent(dev -> attempt(() -> TrainingPlan.questions(dev.questions())));
        int blockSize = request.shape().blockSize().orElse(RequestedShape.DEFAULT_BLOCK_SIZE);
        sources.questions()
                .ifPresent(file -> attempt(() -> vocabulary.isEmpty()
                        ? QuestionFile.readWithPlaces(file, "training")
                        : DatasetConfig.finetuning(
                                        file, request.settings().data().keepUnicode())
                                .open(corpus.orElseThrow(), vocabulary.get(), blockSize)));
    }

    private List<String> build(TrainingPlan plan) {
        try (Engine engine = request.engine().open()) {
            return new DryRunFacts(request, plan, engine).lines(from, resumption);
        }
    }

    /** Returns whether {@code part} succeeded. */
    private boolean attempt(Runnable part) {
        return attempt(() -> {
                    part.run();
                    return part;
                })
                .isPresent();
    }

    private <T> Optional<T> attempt(Supplier<T> part) {
        try {
            return Optional.of(part.get());
        } catch (RuntimeException e) {
            if (problems.stream()
                    .noneMatch(known -> String.valueOf(known.getMessage()).equals(e.getMessage()))) {
                problems.add(e);
            }
            return Optional.empty();
        }
    }
}
