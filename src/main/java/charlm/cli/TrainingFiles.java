package charlm.cli;

import charlm.experiment.DevConfig;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What pretrain and finetune read and write.
 *
 * @param questions to finetune on
 * @param reading the parameters to start from
 * @param dev how to evaluate on the way
 */
record TrainingFiles(Optional<Path> questions, Optional<Path> reading, Path writing, Optional<DevConfig> dev) {}
