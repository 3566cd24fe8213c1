package charlm.experiment.training;

import charlm.data.InputException;
import charlm.experiment.config.DevConfig;
import charlm.experiment.config.TrainingRequest;
import charlm.files.ModelFolder;
import charlm.files.Sha256;
import charlm.model.LanguageModel;
import charlm.nn.Parameter;
import charlm.tensor.Precision;
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

/** Everything that the parameters of a run depend on, by name: two runs with the same config give the same bits. */
record RunConfig(Map<String, String> values) {
    private static final String LAYOUT = "parameter_layout";
    private static final String START = "start_sha256";
    private static final String PRECISION = "precision";

    /** Returns {@code request} in the precision of the run that it continues, unless it names one. */
    static TrainingRequest continuing(TrainingRequest request, Map<String, String> run) {
        return Arrays.stream(Precision.values())
                .filter(precision -> precision.name().equalsIgnoreCase(run.get(PRECISION)))
                .findFirst()
                .map(precision -> request.withEngine(request.engine().continuing(precision)))
                .orElse(request);
    }

    static RunConfig of(TrainingRequest request, LanguageModel model) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("task", request.task().label());
        model.config().fields().forEach((name, value) -> values.put(name, String.valueOf(value)));
        values.putAll(request.settings().recorded());
        values.put("corpus_sha256", sha256(request.sources().corpus()));
        request.sources().questions().ifPresent(file -> values.put("questions_sha256", sha256(file)));
        request.sources().start().ifPresent(file -> values.put(START, sha256(ModelFolder.parameters(file))));
        request.dev().ifPresent(dev -> putDev(values, dev));
        values.put("engine", model.engine().name());
        values.put(PRECISION, request.engine().resolvedPrecision().name().toLowerCase(Locale.ROOT));
        values.put("threads", String.valueOf(request.engine().resolvedThreads()));
        values.put("engine_version", model.engine().description());
        values.put("charlm_version", request.provenance().programVersion());
        values.put("java_version", System.getProperty("java.version"));
        values.put(LAYOUT, layout(model));
        return new RunConfig(values);
    }

    /** The end of the run and the choice of the best parameters depend on the evaluations. */
    private static void putDev(Map<String, String> values, DevConfig dev) {
        values.put("dev_sha256", sha256(dev.questions()));
        values.put("eval_every", dev.every().toString());
        values.put("patience", dev.patience().map(String::valueOf).orElse("none"));
    }

    private static String sha256(Path file) {
        try {
            return Files.isRegularFile(file) ? Sha256.of(file) : "unknown"; // a pipe can be read only once
        } catch (IOException e) {
            throw new InputException(
                    file, "cannot be read a second time (" + e + "); is another program changing it?", e);
        }
    }

    /** Identifies the place of every parameter in the state's flat buffers. */
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

    /** Returns the id of the run, a hash of all values. */
    String id() {
        return Sha256.of(values.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Returns whether a state of {@code then} holds the parameters of this model. */
    boolean fits(Map<String, String> then) {
        return values.get(LAYOUT).equals(then.get(LAYOUT));
    }

    /** Returns the same with the starting checkpoint of {@code then}. */
    RunConfig startedAs(Map<String, String> then) {
        Map<String, String> same = new LinkedHashMap<>(values);
        same.computeIfPresent(START, (name, now) -> then.getOrDefault(name, now));
        return new RunConfig(same);
    }

    /** Returns a table of the differences from {@code then}, empty where there are none. */
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
