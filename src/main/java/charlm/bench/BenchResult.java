package charlm.bench;

import charlm.nn.ModelConfig;
import java.util.Optional;

/** What one workload took with one model. */
public sealed interface BenchResult permits TrainingResult, EvaluationResult {
    Workload workload();

    ModelConfig model();

    /** Returns where the time went, if that was asked for. */
    Optional<ProfileReport> profile();
}
