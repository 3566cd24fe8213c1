package charlm.experiment.training;

import charlm.experiment.config.TrainingRequest;
import charlm.report.ManifestWriter;
import charlm.train.StopRequest;
import charlm.train.Trainer;

/** The entries of a training run in its manifest. */
final class TrainingManifest {
    private TrainingManifest() {}

    /** Starts the manifest of a training run. */
    static ManifestWriter of(TrainingRequest request, TrainingPlan plan, RunConfig config) {
        ManifestWriter record = new ManifestWriter(
                request.task().label(), "parameters", request.outputs().checkpoint(), request.provenance());
        record.reads("corpus", request.sources().corpus());
        request.sources().questions().ifPresent(file -> record.reads("questions", file));
        request.sources().start().ifPresent(file -> record.reads("start", file));
        request.dev().ifPresent(dev -> record.reads("dev_questions", dev.questions()));
        return record.notices(plan.notices()).config(config.values());
    }

    /** Adds the outcome to the manifest and returns it. */
    static TrainingOutcome note(ManifestWriter record, TrainingOutcome outcome, StopRequest stop) {
        Trainer.Summary summary = outcome.summary();
        switch (outcome.end()) {
            case FINISHED -> {}
            case FINISHED_BEFORE -> record.nothingNew();
            case STOPPED -> record.stopped(stop.exitCode());
        }
        record.result("steps", summary.steps())
                .result("planned_steps", outcome.planned())
                .result("steps_of_this_process", summary.stepsHere())
                .result("skipped", summary.skipped())
                .result("epochs", summary.epochs())
                .result("tokens_seen", summary.tokensSeen())
                .result("last_loss", summary.lastLoss())
                .result("training_seconds", summary.elapsedSeconds())
                .notices(outcome.notices());
        outcome.dev().ifPresent(dev -> record.result("best_dev_correct", dev.correct())
                .result("dev_questions", dev.total())
                .result("best_dev_step", dev.step())
                .result("stopped_early", dev.exhausted()));
        return outcome;
    }
}
