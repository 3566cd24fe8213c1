package charlm.bench;

import charlm.report.Machine;
import java.util.List;

/**
 * The measurements of one run.
 *
 * @param data the folder that was read, or {@code demo}
 * @param startUp time before the first computation
 * @param matmulPeak floating-point operations a second of a plain matrix product
 */
public record BenchReport(
        String version,
        Machine machine,
        EngineReport engine,
        String data,
        StartUp startUp,
        double matmulPeak,
        PeakMemory memory,
        List<BenchResult> results) {
    public BenchReport {
        results = List.copyOf(results);
    }

    /**
     * The engine.
     *
     * @param description library, instruction set, threads
     * @param precision fp32 or bf16, after auto is resolved
     */
    public record EngineReport(String name, String description, int threads, String precision) {}

    /**
     * Times before the first computation.
     *
     * @param commandSeconds from the start of the JVM to the start of the command
     * @param engineSeconds to load and start the engine
     */
    public record StartUp(double commandSeconds, double engineSeconds) {}
}
