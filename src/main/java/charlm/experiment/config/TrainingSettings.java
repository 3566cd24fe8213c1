package charlm.experiment.config;

import charlm.data.augmentation.AugmentationMix;
import charlm.train.NonFinite;
import charlm.train.OptimizerConfig;
import charlm.train.RunLength;
import charlm.train.ScheduleConfig;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The values of a recipe, each of which a flag can override.
 *
 * @param recipe the source of all values that no flag overrides
 * @param schedule the learning rate during the run
 * @param dropout the fraction of activations dropped
 * @param seed of every draw: initialisation, the order of documents, spans and augmentations, dropout
 * @param onNonFinite the answer to a batch whose loss or gradient is NaN or infinite
 */
public record TrainingSettings(
        Recipe recipe,
        RunLength length,
        Data data,
        OptimizerConfig optimizer,
        ScheduleConfig schedule,
        double dropout,
        long seed,
        NonFinite onNonFinite) {
    /** The name of {@link Data#keepUnicode} in files. */
    public static final String KEEP_UNICODE = "keep_unicode";

    /** Values that runs do not record, so that the ids of older runs stay the same. */
    private static final Set<Map.Entry<String, String>> UNRECORDED = Set.of(
            Map.entry("optimizer", "adamw"),
            Map.entry("grad_clip", "1.0"),
            Map.entry("views", "none"),
            Map.entry(KEEP_UNICODE, "false"),
            Map.entry("order", "file"),
            Map.entry("schedule", "token_cosine"),
            Map.entry("schedule", "step_cosine")); // its warmup_steps are recorded

    /**
     * The data of the batches.
     *
     * @param batchSize sequences of a batch; the last one of an epoch may have fewer
     * @param augmentation the mix of augmented forms of a document when pretraining; empty for the reference's span corruption
     * @param shuffled whether each epoch has its own order; the reference keeps the file's
     * @param keepUnicode whether finetuning keeps characters that are not ASCII; the reference drops them
     */
    public record Data(int batchSize, Optional<AugmentationMix> augmentation, boolean shuffled, boolean keepUnicode) {}

    public TrainingSettings withLength(RunLength other) {
        return new TrainingSettings(recipe, other, data, optimizer, schedule, dropout, seed, onNonFinite);
    }

    public TrainingSettings withData(Data other) {
        return new TrainingSettings(recipe, length, other, optimizer, schedule, dropout, seed, onNonFinite);
    }

    /** Returns the same for finetuning on the text as it is. */
    public TrainingSettings withUnicodeKept() {
        return withData(new Data(data.batchSize, data.augmentation, data.shuffled, true));
    }

    public TrainingSettings withOptimizer(OptimizerConfig other) {
        return new TrainingSettings(recipe, length, data, other, schedule, dropout, seed, onNonFinite);
    }

    public TrainingSettings withSchedule(ScheduleConfig other) {
        return new TrainingSettings(recipe, length, data, optimizer, other, dropout, seed, onNonFinite);
    }

    public TrainingSettings withDropout(double other) {
        return new TrainingSettings(recipe, length, data, optimizer, schedule, other, seed, onNonFinite);
    }

    public TrainingSettings withSeed(long other) {
        return new TrainingSettings(recipe, length, data, optimizer, schedule, dropout, other, onNonFinite);
    }

    public TrainingSettings withOnNonFinite(NonFinite other) {
        return new TrainingSettings(recipe, length, data, optimizer, schedule, dropout, seed, other);
    }

    /**
     * Returns whether the model that was trained as {@code facts} say was finetuned without the characters that are not
     * ASCII. Facts of an earlier version do not name them: it always dropped them.
     */
    public static boolean droppedUnicode(Map<String, String> facts) {
        return Task.FINETUNE.label().equals(facts.get("task")) && !"true".equals(facts.get(KEEP_UNICODE));
    }

    /** Returns everything that the parameters depend on, under the names that it has in files. */
    public Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("max_epochs", String.valueOf(length.maxEpochs()));
        fields.put("max_steps", String.valueOf(length.maxSteps()));
        fields.put("batch_size", String.valueOf(data.batchSize()));
        fields.put("learning_rate", String.valueOf(optimizer.learningRate()));
        fields.put("optimizer", optimizer.kind().label());
        fields.put("weight_decay", String.valueOf(optimizer.weightDecay()));
        fields.put("grad_clip", String.valueOf(optimizer.gradClip()));
        fields.put("dropout", String.valueOf(dropout));
        fields.put("views", data.augmentation().map(AugmentationMix::toString).orElse("none"));
        fields.put("order", data.shuffled() ? "shuffled" : "file");
        fields.put(KEEP_UNICODE, String.valueOf(data.keepUnicode()));
        fields.put("schedule", schedule.kind().name().toLowerCase(Locale.ROOT));
        fields.putAll(schedule.fields());
        fields.put("seed", String.valueOf(seed));
        return fields;
    }

    /** Returns those of {@link #fields} that a run records. */
    public Map<String, String> recorded() {
        Map<String, String> recorded = fields();
        recorded.entrySet().removeIf(UNRECORDED::contains);
        return recorded;
    }
}
