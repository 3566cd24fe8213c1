package charlm.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.train.TrainingListener.StepReport;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class StepMetricTest {
    private static StepReport report(double loss, double norm, OptionalDouble accuracy) {
        return new StepReport(7, 2, loss, 0.006, norm, 1000, 250, accuracy);
    }

    /** The keys and the tags are formats: other programs read them. */
    @Test
    void everyNumberOfAStepStandsUnderItsKey() {
        Map<String, Object> fields = StepMetric.fields(report(2.5, 1.5, OptionalDouble.of(0.25)));
        assertEquals(
                List.of(
                        "step",
                        "epoch",
                        "loss",
                        "rate",
                        "gradient_norm",
                        "dev_accuracy",
                        "characters_per_second",
                        "memory_bytes"),
                List.copyOf(fields.keySet()));
        assertTrue((long) fields.remove("memory_bytes") > 1 << 20, "a virtual machine takes more than a megabyte");
        assertEquals(List.<Object>of(7L, 2, 2.5, 0.006, 1.5, 0.25, 4000L), List.copyOf(fields.values()));
    }

    @Test
    void theTagsAreThoseOfTheEventFiles() {
        assertEquals(
                List.of("train/loss", "train/lr", "train/gradient_norm", "dev/accuracy"),
                Stream.of(StepMetric.values())
                        .flatMap(metric -> metric.tag().stream())
                        .toList());
    }

    @Test
    void aNumberThatIsNotFiniteIsNullAndOneThatWasNotMeasuredIsMissing() {
        Map<String, Object> fields =
                StepMetric.fields(report(Double.NaN, Double.POSITIVE_INFINITY, OptionalDouble.empty()));
        assertTrue(fields.containsKey("loss") && fields.get("loss") == null);
        assertTrue(fields.containsKey("gradient_norm") && fields.get("gradient_norm") == null);
        assertTrue(!fields.containsKey("dev_accuracy"));
    }

    @Test
    void aLogLineTellsLossLearningRateAndGradientNorm() {
        assertEquals(
                List.of("loss 2.5000", "learning rate 6.000e-03", "gradient norm 1.500"),
                Stream.of(StepMetric.values())
                        .map(metric -> metric.logText(report(2.5, 1.5, OptionalDouble.of(0.25))))
                        .flatMap(Optional::stream)
                        .toList());
    }

    @Test
    void noTwoMetricsShareAName() {
        List<String> names = Stream.of(StepMetric.values())
                .flatMap(metric -> Stream.of(metric.key(), metric.label(), metric.unit()))
                .toList();
        assertEquals(names.size(), new HashSet<>(names).size(), "" + names);
    }
}
