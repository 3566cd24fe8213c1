package charlm.experiment.training;

import charlm.experiment.config.Task;
import charlm.experiment.config.TrainingRequest;
import charlm.experiment.config.TrainingSettings;
import charlm.state.DevProgress;
import charlm.tensor.Rounding;
import charlm.train.Progress;
import charlm.train.Trainer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The facts about a run that its checkpoint holds.
 *
 * @param command that started the run
 * @param engine the description of the engine
 */
record TrainingFacts(TrainingRequest request, TrainingPlan plan, RunConfig resolved, String command, String engine) {

    private static final String STEPS = "steps";
    private static final String EPOCHS = "epochs";
    private static final String TOKENS_SEEN = "tokens_seen";
    private static final String LAST_LOSS = "last_loss";
    private static final List<String> SETTINGS = List.of("learning_rate", "optimizer", "weight_decay", "dropout");

    /** Returns the facts, by name, of a model that was trained as far as {@code at}. */
    Map<String, String> at(Progress at, Optional<DevProgress> dev) {
        TrainingSettings settings = request.settings();
        int stepsPerEpoch = plan.loader().batchesPerEpoch();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("command", command);
        facts.put("task", request.task().label());
        facts.put("seed", String.valueOf(settings.seed()));
        facts.put(STEPS, String.valueOf(at.step()));
        facts.put("skipped", String.valueOf(at.skipped()));
        facts.put(EPOCHS, String.valueOf(Rounding.divideUp(at.step(), stepsPerEpoch)));
        facts.put(TOKENS_SEEN, String.valueOf(at.tokensSeen()));
        facts.put(LAST_LOSS, String.valueOf(at.lastLoss()));
        facts.put("recipe", settings.recipe().label());
        Map<String, String> fields = settings.fields();
        SETTINGS.forEach(name -> facts.put(name, fields.get(name)));
        if (request.task() == Task.FINETUNE) {
            facts.put(TrainingSettings.KEEP_UNICODE, fields.get(TrainingSettings.KEEP_UNICODE));
        }
        facts.put("engine", engine);
        facts.put("precision", resolved.values().get("precision"));
        dev.ifPresent(best -> putBest(facts, best));
        return facts;
    }

    /** Returns the summary of a run that another process has finished; its steps may be fewer than were planned. */
    static Trainer.Summary summary(Map<String, String> facts) {
        return new Trainer.Summary(
                Long.parseLong(facts.get(STEPS)),
                0,
                0,
                Integer.parseInt(facts.get(EPOCHS)),
                Double.parseDouble(facts.get(LAST_LOSS)),
                Long.parseLong(facts.get(TOKENS_SEEN)),
                0);
    }

    private static void putBest(Map<String, String> facts, DevProgress best) {
        facts.put("best_dev_accuracy", String.valueOf((double) best.correct() / best.total()));
        facts.put("best_dev_correct", best.correct() + " of " + best.total());
        facts.put("best_dev_step", String.valueOf(best.step()));
    }
}
