package charlm.cli;

import charlm.experiment.DevConfig;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What pretrain and finetune read and write.
 *
 * @param questions to finetune on
 * @param parameters to start from and to end with
 * @param dev how to evaluate on the way
 */
record TrainingFiles(Optional<Path> questions, ParameterPaths parameters, Optional<DevConfig> dev) {
    Optional<Path> reading() {
        return parameters.reading();
    }

    Path writing() {
        return parameters.writing();
    }
}
