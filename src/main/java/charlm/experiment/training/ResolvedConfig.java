package charlm.experiment.training;

import charlm.data.InputException;
import charlm.experiment.config.Curriculum;
import charlm.experiment.config.DevConfig;
import charlm.experiment.config.TrainingRequest;
import charlm.files.Sha256;
import charlm.model.LanguageModel;
import charlm.nn.ModelConfig;
import charlm.nn.Parameter;
import charlm.train.OptimizerConfig;
import charlm.train.OptimizerKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Everything that the parameters of a run depend on, by name: two runs that agree in it give the same bits. */
record ResolvedConfig(Map<String, String> values) {
    private static final String LAYOUT = "parameter_layout";
    private static final String START = "start_sha256";

    static ResolvedConfig of(TrainingRequest request, TrainingPlan plan, LanguageModel model) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("task", request.task().label());
        putModel(values, model.config());
        values.put("max_epochs", String.valueOf(plan.config().length().maxEpochs()));
        values.put("max_steps", String.valueOf(plan.config().length().maxSteps()));
        values.put("batch_size", String.valueOf(plan.batchSize()));
        OptimizerConfig optimizer = plan.config().optimizer();
        values.put("learning_rate", String.valueOf(optimizer.learningRate()));
        if (optimizer.kind() != OptimizerKind.ADAMW) {
            values.put("optimizer", optimizer.kind().label());
        }
        values.put("weight_decay", String.valueOf(optimizer.weightDecay()));
        values.put("dropout", String.valueOf(request.settings().dropout()));
        putCurriculum(values, request.settings().curriculum());
        values.put("seed", String.valueOf(request.settings().seed()));
        values.put("corpus_sha256", sha256(request.corpus()));
        request.questions().ifPresent(file -> values.put("questions_sha256", sha256(file)));
        request.reading().ifPresent(file -> values.put(START, sha256(file)));
        request.dev().ifPresent(dev -> putDev(values, dev));
        values.put("engine", model.engine().name());
        values.put("precision", request.engine().resolvedPrecision().name().toLowerCase(Locale.ROOT));
        values.put("threads", String.valueOf(request.engine().resolvedThreads()));
        values.put("engine_version", model.engine().description());
        values.put("charlm_version", request.programVersion());
        values.put("java_version", System.getProperty("java.version"));
        values.put(LAYOUT, layout(model));
        return new ResolvedConfig(values);
    }

    /** What the reference does is left out, so that the ids of its runs stay what they were. */
    private static void putCurriculum(Map<String, String> values, Curriculum curriculum) {
        curriculum.augmentation().ifPresent(mix -> values.put("views", mix.toString()));
        if (curriculum.shuffled()) {
            values.put("order", "shuffled");
        }
        values.putAll(curriculum.schedule().fields());
    }

    /** Where the run ends and which parameters are kept as the best depends on it. */
    private static void putDev(Map<String, String> values, DevConfig dev) {
        values.put("dev_sha256", sha256(dev.questions()));
        values.put("eval_every", dev.every().toString());
        values.put("patience", dev.patience().map(String::valueOf).orElse("none"));
    }

    /** Puts the shape of a model under the names it has everywhere. */
    static void putModel(Map<String, String> values, ModelConfig config) {
        config.fields().forEach((name, value) -> values.put(name, String.valueOf(value)));
    }

    private static String sha256(Path file) {
        try {
            return Files.isRegularFile(file) ? Sha256.of(file) : "unknown"; // a pipe can be read only once
        } catch (IOException e) {
            throw new InputException(file, "cannot be read again (" + e + "); is something changing it?", e);
        }
    }

    /** The state's buffers are flat: which parameter lies where must be the same. */
    private static String layout(LanguageModel model) {
        long first = model.parameters().values().offset();
        StringBuilder text = new StringBuilder();
        for (Parameter parameter : model.parameters().list()) {
            text.append(parameter.name())
                    .append(Arrays.toString(parameter.shape()))
                    .append(parameter.value().offset() - first)
                    .append('\n');
        }
        return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Returns what stands for all values at once. */
    String id() {
        return Sha256.of(values.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Returns whether a state of {@code then} holds the parameters of this model. */
    boolean fits(Map<String, String> then) {
        return values.get(LAYOUT).equals(then.get(LAYOUT));
    }

    /** Returns the same, started from the parameters that {@code then} was started from. */
    ResolvedConfig startedAs(Map<String, String> then) {
        Map<String, String> same = new LinkedHashMap<>(values);
        same.computeIfPresent(START, (name, now) -> then.getOrDefault(name, now));
        return new ResolvedConfig(same);
    }

    /** Returns a table of what differs from {@code then}; no lines when nothing does. */
    List<String> changesSince(Map<String, String> then) {
        Set<String> names = new LinkedHashSet<>(then.keySet());
        names.addAll(values.keySet());
        List<String> table = new ArrayList<>();
        for (String name : names) {
            if (!Objects.equals(then.get(name), values.get(name))) {
                table.add(String.format(
                        Locale.ROOT, "  %-18s %s -> %s", name, shown(then.get(name)), shown(values.get(name))));
            }
        }
        return table;
    }

    private static String shown(String value) {
        return value == null ? "none" : value;
    }
}
