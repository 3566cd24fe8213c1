package charlm.bench;

import charlm.data.QuestionFile;
import charlm.data.Vocabulary;
import charlm.eval.Generator;
import charlm.eval.PlaceEvaluator;
import charlm.model.LanguageModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Times answering a file of questions; the first pass also prepares the engine's primitives and buffers. */
final class EvaluationBench {
    private static final double NANOS_PER_SECOND = 1e9;

    private final BenchConfig config;
    private final QuestionFile questions;
    private final Vocabulary vocabulary;
    private final Profile profile;

    EvaluationBench(BenchConfig config, QuestionFile questions, Vocabulary vocabulary, Profile profile) {
        this.config = config;
        this.questions = questions;
        this.vocabulary = vocabulary;
        this.profile = profile;
    }

    EvaluationResult run(LanguageModel model) {
        PlaceEvaluator evaluator = new PlaceEvaluator(model, vocabulary);
        List<Double> seconds = new ArrayList<>();
        profile.reset();
        for (int pass = 0; pass < config.evaluations(); pass++) {
            long start = System.nanoTime();
            evaluator.evaluate(questions);
            seconds.add((System.nanoTime() - start) / NANOS_PER_SECOND);
        }
        Timings passes = new Timings(seconds);
        Optional<ProfileReport> report = config.profile()
                ? Optional.of(new ProfileReport(
                        config.evaluations(),
                        passes.total(),
                        profile.entries(Generator.workers(model.engine(), questions.size()))))
                : Optional.empty();
        return new EvaluationResult(model.config(), questions.size(), passes, report);
    }
}
