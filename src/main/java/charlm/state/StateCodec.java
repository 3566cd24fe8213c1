package charlm.state;

import charlm.checkpoint.safetensors.CheckpointException;
import charlm.checkpoint.safetensors.FiniteCheck;
import charlm.checkpoint.safetensors.NamedTensor;
import charlm.checkpoint.safetensors.Safetensors;
import charlm.train.LearnedTensors;
import charlm.train.Progress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/** A training state as the files of a {@link StateFolder}: its numbers as JSON, its tensors as safetensors. */
final class StateCodec {
    private static final String FORMAT = "1";
    private static final List<String> TENSORS = List.of("parameters", "first_moments", "second_moments");

    private StateCodec() {}

    static String encode(TrainingState state) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("format", FORMAT);
        fields.put("step", state.progress().step());
        fields.put("planned_steps", state.planned());
        fields.put("epoch", state.epoch());
        fields.put("batch", state.batch());
        fields.put("updates", state.progress().updates());
        fields.put("tokens_seen", state.progress().tokensSeen());
        fields.put("last_loss", String.valueOf(state.progress().lastLoss())); // NaN is no JSON number
        fields.put("metrics_bytes", state.metricsBytes());
        state.eventFolder().ifPresent(name -> fields.put("event_folder", name));
        fields.put("command", state.command());
        fields.put("config", state.config());
        state.dev().ifPresent(dev -> fields.put("dev", encode(dev)));
        return JSON.std.asString(fields) + "\n";
    }

    private static Map<String, Object> encode(DevProgress dev) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("correct", dev.correct());
        fields.put("total", dev.total());
        fields.put("step", dev.step());
        fields.put("worse", dev.worse());
        fields.put("exhausted", dev.exhausted());
        return fields;
    }

    /** Returns the dev progress; a run without evaluation during training has none. */
    @SuppressWarnings("unchecked") // what the parser makes of an object has strings for keys
    private static Optional<DevProgress> dev(Object object) {
        if (object == null) {
            return Optional.empty();
        }
        if (!(object instanceof Map<?, ?>)) {
            throw new IllegalArgumentException("dev is " + object);
        }
        Map<String, Object> fields = (Map<String, Object>) object;
        return Optional.of(new DevProgress(
                (int) number(fields, "correct"),
                (int) number(fields, "total"),
                number(fields, "step"),
                (int) number(fields, "worse"),
                Boolean.TRUE.equals(fields.get("exhausted"))));
    }

    /** Throws {@link IllegalArgumentException} that says what is wrong. */
    static TrainingState decode(String json, LearnedTensors tensors) {
        Map<String, Object> fields = parse(json);
        if (!FORMAT.equals(fields.get("format"))) {
            throw new IllegalArgumentException("has state format " + fields.get("format") + ", this program reads "
                    + FORMAT + "; use the charlm that wrote it");
        }
        Progress progress = new Progress(
                number(fields, "step"),
                number(fields, "updates"),
                number(fields, "tokens_seen"),
                Double.parseDouble(text(fields, "last_loss")));
        return new TrainingState(
                progress,
                number(fields, "planned_steps"),
                number(fields, "epoch"),
                number(fields, "batch"),
                number(fields, "metrics_bytes"),
                eventFolder(fields),
                text(fields, "command"),
                strings(fields, "config"),
                dev(fields.get("dev")),
                tensors);
    }

    /** Returns the name of a folder; a damaged or hostile state names no other place. */
    private static Optional<String> eventFolder(Map<String, Object> fields) {
        if (!fields.containsKey("event_folder")) {
            return Optional.empty();
        }
        String name = text(fields, "event_folder");
        if (name.isEmpty() || name.contains("/") || name.contains("\\") || name.equals("..") || name.equals(".")) {
            throw new IllegalArgumentException("event_folder is " + name);
        }
        return Optional.of(name);
    }

    private static Map<String, Object> parse(String json) {
        try {
            Map<String, Object> fields = JSON.std.mapFrom(json);
            if (fields == null) { // what the parser makes of the JSON word null
                throw new IllegalArgumentException("its JSON is null");
            }
            return fields;
        } catch (JacksonException e) {
            throw new IllegalArgumentException("its JSON cannot be read", e);
        }
    }

    private static long number(Map<String, Object> fields, String name) {
        if (fields.get(name) instanceof Number value) {
            return value.longValue();
        }
        throw new IllegalArgumentException(name + " is " + fields.get(name));
    }

    private static String text(Map<String, Object> fields, String name) {
        if (fields.get(name) instanceof String value) {
            return value;
        }
        throw new IllegalArgumentException(name + " is " + fields.get(name));
    }

    private static Map<String, String> strings(Map<String, Object> fields, String name) {
        if (!(fields.get(name) instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException(name + " is " + fields.get(name));
        }
        Map<String, String> strings = new LinkedHashMap<>();
        map.forEach((key, value) -> strings.put(String.valueOf(key), String.valueOf(value)));
        return strings;
    }

    static void writeTensors(Path file, LearnedTensors tensors) {
        Safetensors.write(
                file,
                Map.of(),
                List.of(
                        flat(TENSORS.get(0), tensors.parameters()),
                        flat(TENSORS.get(1), tensors.firstMoments()),
                        flat(TENSORS.get(2), tensors.secondMoments())));
    }

    private static NamedTensor flat(String name, float[] values) {
        return new NamedTensor(name, new long[] {values.length}, values);
    }

    /** Throws {@link CheckpointException} or {@link IllegalArgumentException} that say what is wrong. */
    static LearnedTensors readTensors(Path file) {
        List<NamedTensor> tensors = Safetensors.read(file).tensors();
        List<String> names = tensors.stream().map(NamedTensor::name).toList();
        if (!names.equals(TENSORS)) {
            throw new IllegalArgumentException("holds " + names + " in place of " + TENSORS);
        }
        FiniteCheck.require(file, tensors);
        return new LearnedTensors(
                tensors.get(0).values(), tensors.get(1).values(), tensors.get(2).values());
    }
}
