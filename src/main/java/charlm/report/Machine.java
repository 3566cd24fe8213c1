package charlm.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The machine that a run runs on.
 *
 * @param processor its name in the operating system
 * @param cores as the JVM counts them
 * @param system name and architecture
 * @param java the JVM's name and version
 */
public record Machine(String processor, int cores, String system, String java) {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final int TIMEOUT_SECONDS = 5;

    /** Returns this machine. */
    public static Machine here() {
        return new Machine(
                processorName(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    }

    /** Returns the components by name, for a manifest. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("processor", processor);
        fields.put("cores", cores);
        fields.put("system", system);
        fields.put("java", java);
        return fields;
    }

    private static String processorName() {
        return linuxName()
                .or(Machine::macName)
                .or(() -> Optional.ofNullable(System.getenv("PROCESSOR_IDENTIFIER"))) // Windows
                .orElse("unknown");
    }

    private static Optional<String> linuxName() {
        try {
            return nameIn(Files.readAllLines(CPU_INFO));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns the first processor's name, with family and model, since generations share names. */
    static Optional<String> nameIn(List<String> cpuInfo) {
        Optional<String> family = field(cpuInfo, "cpu family").map(number -> " (family " + number);
        Optional<String> model = field(cpuInfo, "model").map(number -> ", model " + number + ")");
        String generation = family.isPresent() && model.isPresent() ? family.get() + model.get() : "";
        return field(cpuInfo, "model name").map(name -> name + generation);
    }

    private static Optional<String> field(List<String> cpuInfo, String name) {
        return cpuInfo.stream()
                .map(line -> line.split(":", 2))
                .filter(parts -> parts.length == 2 && parts[0].strip().equals(name))
                .map(parts -> parts[1].strip())
                .findFirst();
    }

    private static Optional<String> macName() {
        return System.getProperty("os.name").startsWith("Mac")
                ? lineOf(TIMEOUT_SECONDS, "sysctl", "-n", "machdep.cpu.brand_string")
                : Optional.empty();
    }

    /** Returns the line that {@code command} prints; empty for none, and when it cannot start or does not end in time. */
    static Optional<String> lineOf(int timeoutSeconds, String... command) {
        try {
            Process process = new ProcessBuilder(command).start();
            // A line fits the pipe, so that it can be read afterwards; reading first would wait without end.
            if (process.waitFor(timeoutSeconds, TimeUnit.SECONDS)) {
                String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
                return Optional.of(line).filter(text -> !text.isEmpty());
            }
            process.destroy();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }
}
