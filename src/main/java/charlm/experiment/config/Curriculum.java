package charlm.experiment.config;

import charlm.data.augmentation.AugmentationMix;
import charlm.train.ScheduleConfig;
import java.util.Optional;

/**
 * What is shown in which order, and how the rate follows it.
 *
 * @param augmentation mix of augmented forms of the documents when pretraining; empty for the reference's span corruption
 * @param shuffled whether each epoch has an order of its own; the reference keeps the file's
 * @param schedule how the learning rate follows the run
 */
public record Curriculum(Optional<AugmentationMix> augmentation, boolean shuffled, ScheduleConfig schedule) {
    public static final Curriculum REFERENCE = new Curriculum(Optional.empty(), false, ScheduleConfig.REFERENCE);
}
