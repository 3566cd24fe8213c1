package charlm.bench;

import charlm.data.Dataset;
import charlm.data.QuestionFile;
import charlm.data.Vocabulary;
import charlm.eval.Generator;
import charlm.eval.PlaceEvaluator;
import charlm.experiment.config.Task;
import charlm.model.LanguageModel;
import charlm.nn.ModelConfig;
import charlm.report.Machine;
import charlm.tensor.Engine;
import charlm.tensor.NativeMemory;
import charlm.tensor.Stopwatch;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Times every workload with every model, one after the other, on one engine. */
public final class Bench {
    private static final Logger LOG = LoggerFactory.getLogger(Bench.class);
    private static final double MILLIS_PER_SECOND = 1e3;

    private final BenchConfig config;
    private final String programVersion;
    private final Profile profile = new Profile();

    public Bench(BenchConfig config, String programVersion) {
        this.config = config;
        this.programVersion = programVersion;
    }

    /** Reads the data, starts the engine, times; throws as the training commands do when the inputs cannot be used. */
    public BenchReport run() {
        double commandSeconds = ManagementFactory.getRuntimeMXBean().getUptime() / MILLIS_PER_SECOND;
        try (BenchData data = new BenchData(config.data())) {
            int vocabSize = data.vocabulary().size();
            List<ModelConfig> models = config.shapes().stream()
                    .map(shape -> shape.fresh(vocabSize))
                    .toList();
            Stopwatch watch = Stopwatch.start();
            try (Engine engine = config.engine().open()) {
                Map<String, Object> setting = new LinkedHashMap<>();
                setting.put("version", programVersion);
                setting.putAll(Machine.here().fields());
                setting.put("engine", engine.name());
                setting.put("engine_description", engine.description());
                setting.put("threads", config.engine().resolvedThreads());
                setting.put(
                        "precision", config.engine().resolvedPrecision().name().toLowerCase(Locale.ROOT));
                setting.put("data", config.data().map(Object::toString).orElse("demo"));
                setting.put("jvm_to_command_s", commandSeconds);
                setting.put("engine_start_s", watch.seconds());
                double peak = MatmulPeak.measure(engine);
                setting.put("matmul_peak_gflops", peak / BenchResult.GIGA);
                List<BenchResult> results = time(engine, data, models);
                PeakMemory memory = PeakMemory.read(); // after the work
                setting.put("memory_bytes", memory.bytes());
                setting.put("memory_source", memory.source());
                return new BenchReport(setting, peak, results);
            }
        }
    }

    private List<BenchResult> time(Engine engine, BenchData data, List<ModelConfig> models) {
        List<BenchResult> results = new ArrayList<>();
        for (ModelConfig model : models) {
            for (Workload workload : config.workloads()) {
                LOG.info("timing {} {} ...", workload, model.variant());
                results.add(time(engine, data, model, workload));
                NativeMemory.freeUnreachable(); // of the model
            }
        }
        return results;
    }

    private BenchResult time(Engine engine, BenchData data, ModelConfig shape, Workload workload) {
        Optional<Task> task = workload.task();
        if (task.isPresent()) {
            return timeTraining(watched(engine), data, shape, workload, task.get());
        }
        try (Engine full = config.engine().openFull()) {
            return timeEvaluation(model(shape, watched(full), 0), data.questions(), data.vocabulary());
        }
    }

    private BenchResult timeEvaluation(LanguageModel model, QuestionFile questions, Vocabulary vocabulary) {
        PlaceEvaluator evaluator = new PlaceEvaluator(model, vocabulary);
        int count = config.settings().evaluations();
        List<Double> seconds = new ArrayList<>();
        profile.reset();
        for (int pass = 0; pass < count; pass++) {
            Stopwatch watch = Stopwatch.start();
            evaluator.evaluate(questions);
            seconds.add(watch.seconds());
        }
        Timings passes = new Timings(seconds);
        int workers = Generator.workers(model.engine().workers(), questions.size());
        return new BenchResult(
                Workload.EVALUATE,
                model.config(),
                questions.size(),
                passes,
                passes.first(),
                Optional.empty(),
                config.profile()
                        ? Optional.of(new ProfileReport(count, passes.total(), profile.entries(workers)))
                        : Optional.empty());
    }

    private BenchResult timeTraining(Engine engine, BenchData data, ModelConfig shape, Workload workload, Task task) {
        Dataset dataset =
                data.dataset(task, shape.blockSize(), config.settings().seed());
        return new TrainingBench(config, dataset, task, profile)
                .run(
                        workload,
                        model(shape, engine, config.settings().dropout()),
                        data.corpus().documents());
    }

    private LanguageModel model(ModelConfig shape, Engine engine, double dropout) {
        LanguageModel model = LanguageModel.create(shape, engine, dropout);
        model.parameters().initialize(config.settings().seed());
        return model;
    }

    private Engine watched(Engine engine) {
        return config.profile() ? ProfilingEngine.watch(engine, profile) : engine;
    }
}
