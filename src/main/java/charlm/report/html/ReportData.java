package charlm.report.html;

import charlm.checkpoint.StoredModel;
import charlm.checkpoint.safetensors.CheckpointException;
import charlm.data.Corpus;
import charlm.data.InputException;
import charlm.data.QuestionFile;
import charlm.eval.ConstantBaseline;
import charlm.eval.Score;
import charlm.report.PredictionsFile;
import charlm.report.RunManifest;
import charlm.tensor.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The data of one run for the report's script, as plain maps and lists. A part that is missing leaves a note. */
final class ReportData {
    /** Questions as the script reads them; no places where the answers are unknown. */
    record Questions(String file, List<String> texts, List<String> places) {}

    private final ReportInputs inputs;
    private final Optional<Curves> curves;
    private final Map<String, Object> columns;
    private final List<String> notes = new ArrayList<>();
    private final Optional<QuestionFile> questions;
    private final Optional<List<String>> predictions;

    ReportData(ReportInputs inputs, Optional<Curves> curves) {
        this.inputs = inputs;
        this.curves = curves;
        columns = RunValues.of(inputs);
        questions = questions();
        predictions = questions.flatMap(this::predictions);
    }

    ReportInputs inputs() {
        return inputs;
    }

    Optional<Curves> curves() {
        return curves;
    }

    /** Returns the values of the run in a table of runs, by column. */
    Map<String, Object> columns() {
        return columns;
    }

    /** Returns the score by the questions as they are, else the one that the evaluation has noted. */
    Optional<Score> score() {
        return computedScore()
                .or(() -> inputs.evaluation().flatMap(run -> run.manifest().score()));
    }

    private Optional<Score> computedScore() {
        return predictions
                .filter(list -> questions.get().hasPlaces())
                .map(list -> Score.of(list, questions.get().places()));
    }

    /**
     * Returns all fields.
     *
     * @param sets the questions of the page; these ones are added, unless they are there
     * @param probes what the page shows of the model
     */
    Map<String, Object> fields(List<Questions> sets, List<Map<String, Object>> probes) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", inputs.name());
        fields.put("columns", columns);
        inputs.training().ifPresent(run -> fields.put("training", run.manifest().fields()));
        inputs.evaluation()
                .ifPresent(run -> fields.put("evaluation", run.manifest().fields()));
        curves.ifPresentOrElse(
                found -> {
                    fields.put("curves", found.fields());
                    fields.put("stepsPerPoint", found.stepsPerPoint());
                },
                () -> notes.add("There are no metrics of the training steps (*.metrics.jsonl) beside the checkpoint."));
        questions.ifPresent(file -> fields.put("questions", index(shown(file), sets)));
        predictions.ifPresent(list -> fields.put("predictions", list));
        computedScore().ifPresent(score -> {
            fields.put("score", RunManifest.fields(score));
            fields.put("baseline", baseline(questions.get().places()));
        });
        fields.put("probes", probes);
        if (inputs.otherEvaluations() > 0) {
            notes.add("Evaluations of this checkpoint that are not in this page: " + inputs.otherEvaluations()
                    + ". `charlm report PREDICTIONS` shows one.");
        }
        Stream.of(inputs.training(), inputs.evaluation())
                .flatMap(Optional::stream)
                .flatMap(run -> run.manifest().notices().stream())
                .forEach(notice -> notes.add(notice.text()));
        fields.put("notes", notes);
        return fields;
    }

    private Optional<QuestionFile> questions() {
        Optional<Path> questions = inputs.questions();
        if (questions.isEmpty() && inputs.evaluation().isPresent()) {
            notes.add("The questions have moved or changed since the evaluation.");
        }
        return questions.map(QuestionFile::read);
    }

    private Optional<List<String>> predictions(QuestionFile questions) {
        try {
            return inputs.predictions().map(file -> PredictionsFile.read(file, questions));
        } catch (InputException e) {
            notes.add(e.getMessage());
            return Optional.empty();
        }
    }

    private static int index(Questions questions, List<Questions> sets) {
        if (!sets.contains(questions)) {
            sets.add(questions);
        }
        return sets.indexOf(questions);
    }

    private static Questions shown(QuestionFile file) {
        String name = String.valueOf(file.path().getFileName());
        return new Questions(name, file.questions(), file.hasPlaces() ? file.places() : List.of());
    }

    /** Returns the score of the best constant answer to these questions. */
    private static Map<String, Object> baseline(List<String> places) {
        String answer = ConstantBaseline.mostFrequent(places);
        Map<String, Object> fields = RunManifest.fields(ConstantBaseline.score(places, answer));
        fields.put("answer", answer);
        return fields;
    }

    void note(String note) {
        notes.add(note);
    }

    boolean hasModel() {
        return inputs.checkpoint().isPresent();
    }

    /** Looks into the model, if it is there. */
    List<Map<String, Object>> probes(ProbeSelection selection, Engine engine) {
        Optional<Path> checkpoint = inputs.checkpoint();
        if (checkpoint.isEmpty() || selection.isEmpty()) {
            return List.of();
        }
        try {
            StoredModel stored = StoredModel.read(checkpoint.get(), engine);
            Map<String, String> chosen = selection.from(questions, predictions);
            if (chosen.isEmpty() && inputs.evaluation().isEmpty()) {
                beginnings(selection, stored.model().config().blockSize()).forEach(text -> chosen.put(text, null));
            }
            Probe probe = new Probe(stored);
            List<Map<String, Object>> probes = new ArrayList<>();
            chosen.forEach((question, truth) -> probes.add(probe.look(question, truth)));
            selection.questions().forEach(question -> probe.remarks(question)
                    .forEach(remark -> notes.add("The question \"" + question + "\": " + remark + ".")));
            return probes;
        } catch (CheckpointException e) {
            notes.add("No look into the model: " + e.getMessage());
            return List.of();
        }
    }

    /** Returns beginnings of documents, for the model of a run without questions. */
    private List<String> beginnings(ProbeSelection selection, int blockSize) {
        Optional<Path> corpus = inputs.corpus();
        notes.add((corpus.isPresent()
                        ? "There are no questions. The model continues the beginnings of documents instead."
                        : "No look into the model: the corpus has moved or changed since the training.")
                + " `charlm report --question TEXT` shows how the model continues another text.");
        return corpus.map(file -> selection.beginnings(Corpus.read(file), blockSize))
                .orElse(List.of());
    }
}
