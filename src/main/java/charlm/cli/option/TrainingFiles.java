package charlm.cli.option;

import charlm.experiment.config.DevConfig;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What pretrain and finetune read and write.
 *
 * @param questions to finetune on
 * @param parameters to start from and to end with
 * @param dev how to evaluate on the way
 */
public record TrainingFiles(Optional<Path> questions, ParameterPaths parameters, Optional<DevConfig> dev) {
    public Optional<Path> reading() {
        return parameters.reading();
    }

    public Path writing() {
        return parameters.writing();
    }
}
