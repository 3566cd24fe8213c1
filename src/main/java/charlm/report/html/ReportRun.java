package charlm.report.html;

import charlm.checkpoint.StoredModel;
import charlm.checkpoint.safetensors.CheckpointException;
import charlm.data.Corpus;
import charlm.data.InputException;
import charlm.data.QuestionFile;
import charlm.eval.ConstantBaseline;
import charlm.eval.Score;
import charlm.files.RunPaths;
import charlm.report.PredictionsFile;
import charlm.report.RunManifest;
import charlm.tensor.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that the report tells of one run, as plain maps and lists. What cannot be had leaves a note. */
final class ReportRun {
    private final RunFiles files;
    private final Selection selection;
    private final List<String> notes = new ArrayList<>();

    ReportRun(RunFiles files, Selection selection) {
        this.files = files;
        this.selection = selection;
    }

    Map<String, Object> fields(Engine engine) {
        Optional<QuestionFile> questions = questions();
        Optional<List<String>> predictions = predictions(questions);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", files.name());
        files.training().ifPresent(manifest -> fields.put("training", manifest(manifest)));
        files.evaluation().ifPresent(manifest -> fields.put("evaluation", manifest(manifest)));
        curves().ifPresent(curves -> {
            fields.put("curves", curves.columns());
            fields.put("stepsPerPoint", curves.stepsPerPoint());
        });
        questions.ifPresent(file -> fields.put("questions", questions(file)));
        predictions.ifPresent(list -> fields.put("predictions", list));
        if (questions.isPresent() && questions.get().hasPlaces() && predictions.isPresent()) {
            List<String> places = questions.get().places();
            fields.put("score", score(Score.of(predictions.get(), places)));
            fields.put("baseline", baseline(places));
        }
        fields.put("probes", probes(engine, questions, predictions));
        fields.put("notes", notes);
        return fields;
    }

    private Optional<QuestionFile> questions() {
        if (files.questions().isEmpty() && files.evaluation().isPresent()) {
            notes.add("The questions are no longer where they were, or no longer what they were.");
        }
        return files.questions().map(QuestionFile::read);
    }

    private Optional<List<String>> predictions(Optional<QuestionFile> questions) {
        if (files.predictions().isEmpty() || questions.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(PredictionsFile.read(files.predictions().get(), questions.get()));
        } catch (InputException e) {
            notes.add(e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Curves> curves() {
        Optional<Curves> curves =
                files.trained().map(result -> new RunPaths(result).metrics()).flatMap(Curves::read);
        if (curves.isEmpty()) {
            notes.add("There is no record of the training steps (*.metrics.jsonl) beside the parameters.");
        }
        return curves;
    }

    private static Map<String, Object> manifest(RunManifest manifest) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("task", manifest.task());
        fields.put("command", manifest.command());
        fields.put("exit", manifest.exit());
        manifest.exitCode().ifPresent(code -> fields.put("exitCode", code));
        fields.put("started", manifest.started());
        fields.put("ended", manifest.ended());
        fields.put("program", manifest.program());
        fields.put("config", manifest.config());
        fields.put("result", manifest.result());
        fields.put("machine", manifest.machine());
        fields.put("libraries", manifest.libraries());
        List<List<String>> used = new ArrayList<>();
        manifest.inputs().forEach(file -> used.add(List.of(file.role(), file.path(), file.sha256())));
        manifest.output().ifPresent(file -> used.add(List.of(file.role(), file.path(), file.sha256())));
        fields.put("files", used);
        return fields;
    }

    private static Map<String, Object> questions(QuestionFile file) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("file", String.valueOf(file.path().getFileName()));
        fields.put("texts", file.questions());
        fields.put("places", file.hasPlaces() ? file.places() : List.of());
        return fields;
    }

    private static Map<String, Object> score(Score score) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("correct", score.correct());
        fields.put("total", score.total());
        fields.put("percent", score.percent());
        fields.put("low", score.interval().low());
        fields.put("high", score.interval().high());
        return fields;
    }

    /** The best that one answer for all can do on these questions. */
    private static Map<String, Object> baseline(List<String> places) {
        String answer = ConstantBaseline.mostFrequent(places);
        Map<String, Object> fields = score(ConstantBaseline.score(places, answer));
        fields.put("answer", answer);
        return fields;
    }

    private List<Map<String, Object>> probes(
            Engine engine, Optional<QuestionFile> questions, Optional<List<String>> predictions) {
        if (files.parameters().isEmpty()
                || selection.count() == 0 && selection.questions().isEmpty()) {
            return List.of();
        }
        Path parameters = files.parameters().get();
        try {
            StoredModel stored = StoredModel.read(parameters, engine);
            Map<String, String> chosen = new ProbeTexts(selection, questions, predictions).chosen();
            if (chosen.isEmpty() && files.evaluation().isEmpty()) {
                beginnings(stored.model().config().blockSize()).forEach(text -> chosen.put(text, null));
            }
            Probe probe = new Probe(stored);
            List<Map<String, Object>> probes = new ArrayList<>();
            chosen.forEach((question, truth) -> probes.add(probe.look(question, truth)));
            return probes;
        } catch (CheckpointException e) {
            notes.add("No look into the model: " + e.getMessage());
            return List.of();
        }
    }

    /** Returns how documents begin, for the model of a run without questions. */
    private List<String> beginnings(int blockSize) {
        if (files.corpus().isEmpty()) {
            notes.add("No look into the model: the corpus is no longer where it was, or no longer what it was."
                    + " `charlm report --question TEXT` looks into what it makes of a text.");
            return List.of();
        }
        notes.add("No questions are at hand: looked into are the beginnings of documents."
                + " `charlm report --question TEXT` looks into other texts.");
        return ProbeTexts.beginnings(Corpus.read(files.corpus().get()), blockSize, selection.count());
    }

    /** Which questions to look into: these, and others up to {@code count} in all. */
    record Selection(List<String> questions, int count) {}
}
