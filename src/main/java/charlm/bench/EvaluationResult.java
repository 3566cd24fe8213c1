package charlm.bench;

import charlm.nn.ModelConfig;
import java.util.Optional;

/**
 * Answering a file of questions with an untrained model, which seldom ends an answer before its 32 characters are full: the
 * longest an evaluation can take.
 *
 * @param passes each through the whole file
 */
public record EvaluationResult(ModelConfig model, int questions, Timings passes, Optional<ProfileReport> profile)
        implements BenchResult {
    @Override
    public Workload workload() {
        return Workload.EVALUATE;
    }

    /** Returns questions answered a second, by the median pass. */
    public double questionsPerSecond() {
        return questions / passes.median();
    }
}
