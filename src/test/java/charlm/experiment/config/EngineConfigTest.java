package charlm.experiment.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import charlm.tensor.Engine;
import charlm.tensor.EngineChoice;
import charlm.tensor.Precision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class EngineConfigTest {
    @ParameterizedTest
    @EnumSource(EngineChoice.class)
    void theWorkersToldBeforehandAreTheEngines(EngineChoice choice) {
        EngineConfig config = new EngineConfig(choice, Precision.FP32, 2);
        try (Engine engine = config.open()) {
            assertEquals(engine.workers(), config.resolvedWorkers());
        }
    }
}
