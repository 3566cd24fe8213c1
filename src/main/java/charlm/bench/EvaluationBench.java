package charlm.bench;

import charlm.data.QuestionFile;
import charlm.data.Vocabulary;
import charlm.eval.Generator;
import charlm.eval.PlaceEvaluator;
import charlm.model.LanguageModel;
import charlm.tensor.Stopwatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Times answering a file of questions; the first pass also prepares the engine's primitives and buffers. */
final class EvaluationBench {
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
            Stopwatch watch = Stopwatch.start();
            evaluator.evaluate(questions);
            seconds.add(watch.seconds());
        }
        Timings passes = new Timings(seconds);
        Optional<ProfileReport> report = config.profile()
                ? Optional.of(new ProfileReport(
                        config.evaluations(),
                        passes.total(),
                        profile.entries(Generator.workers(model.engine().workers(), questions.size()))))
                : Optional.empty();
        return new EvaluationResult(model.config(), questions.size(), passes, report);
    }
}
