package charlm.experiment.training;

import charlm.experiment.config.TrainingRequest;
import charlm.experiment.config.TrainingSettings;
import charlm.state.DevProgress;
import charlm.tensor.Rounding;
import charlm.train.Progress;
import charlm.train.Trainer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a parameter file tells of how its parameters came about.
 *
 * @param command what started the run
 * @param engine what computed it
 */
record TrainingFacts(
        TrainingRequest request, TrainingPlan plan, ResolvedConfig resolved, String command, String engine) {

    private static final String STEPS = "steps";
    private static final String EPOCHS = "epochs";
    private static final String TOKENS_SEEN = "tokens_seen";
    private static final String LAST_LOSS = "last_loss";

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
        facts.put("learning_rate", String.valueOf(settings.learningRate()));
        facts.put("optimizer", settings.optimizer().label());
        facts.put("weight_decay", String.valueOf(settings.weightDecay()));
        facts.put("dropout", String.valueOf(settings.dropout()));
        facts.put("engine", engine);
        facts.put("precision", resolved.values().get("precision"));
        dev.ifPresent(best -> putBest(facts, best));
        return facts;
    }

    /** Returns what such facts tell of a run that another process has finished; its steps may be fewer than were planned. */
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
