package charlm.bench;

import java.util.List;
import java.util.Map;

/**
 * The measurements of one run.
 *
 * @param setting the machine, the engine, the data, start-up times and memory, by the names of the JSON report
 * @param matmulPeak floating-point operations a second of a plain matrix product
 */
public record BenchReport(Map<String, Object> setting, double matmulPeak, List<BenchResult> results) {
    public BenchReport {
        results = List.copyOf(results);
    }
}
