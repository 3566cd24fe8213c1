package charlm.report.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.report.Durations;
import charlm.train.TrainingListener.StepReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import tools.jackson.jr.ob.JSON;

final class ProgressDisplayTest {
    private static final long SECOND = 1_000_000_000;
    private static final String ERASE = "\r\u001b[K";
    private static final int PLANNED = 100;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream usual = System.err;
    private PrintStream out;
    private long nanos = SECOND;

    @BeforeEach
    void redirectTheLog() {
        out = new PrintStream(bytes, true, UTF_8);
        System.setErr(out);
    }

    @AfterEach
    void restore() {
        System.setErr(usual);
    }

    private String said() {
        return bytes.toString(UTF_8);
    }

    private static Terminal terminal(int columns, String... environment) {
        return new Terminal(environment.length == 0 ? Map.of() : Map.of(environment[0], environment[1]), () -> columns);
    }

    private ProgressDisplay display(ProgressStyle style, OptionalInt logEvery, Terminal terminal) {
        ProgressDisplay display = new ProgressDisplay(style, logEvery, terminal, out, () -> nanos);
        display.start(PLANNED, 10);
        return display;
    }

    /** Makes {@code count} steps of a second each. */
    private void step(ProgressDisplay display, int from, int count) {
        for (int step = from; step < from + count; step++) {
            nanos += SECOND;
            display.onStep(report(step));
        }
    }

    private static StepReport report(long step) {
        return new StepReport(step, (int) step / 10, 2.5, 0.006, 1.5, 1000, 12, OptionalDouble.empty());
    }

    @ParameterizedTest
    @EnumSource(
            value = ProgressStyle.class,
            names = {"AUTO", "PLAIN", "JSON"})
    void inAPipeLinesComeEveryFiveSecondsWithoutCarriageReturns(ProgressStyle style) {
        try (ProgressDisplay display = display(style, OptionalInt.empty(), terminal(0))) {
            step(display, 0, PLANNED);
        }
        assertFalse(said().contains("\r"));
        assertFalse(said().contains("\u001b"));
        assertEquals(1 + 19 + 1, said().lines().count(), said()); // steps 1, 6, 11, ... 96, 100
    }

    @Test
    void aLineOfTheLogTellsWhereTheRunIsAndWhatIsLeft() {
        try (ProgressDisplay display = display(ProgressStyle.PLAIN, OptionalInt.of(50), terminal(0))) {
            step(display, 0, PLANNED);
        }
        assertEquals(
                List.of(
                        "epoch 1/10 step 1/100: loss 2.5000, learning rate 6.000e-03, gradient norm 1.500, 1000 characters/s,"
                                + " 12 ms, 1:39 left",
                        "epoch 5/10 step 50/100: loss 2.5000, learning rate 6.000e-03, gradient norm 1.500, 1000 characters/s,"
                                + " 12 ms, 0:50 left",
                        "epoch 10/10 step 100/100: loss 2.5000, learning rate 6.000e-03, gradient norm 1.500,"
                                + " 1000 characters/s, 12 ms, 0:00 left"),
                said().lines().toList());
    }

    @Test
    void noLinesAreWrittenWhereNoneAreWanted() {
        for (ProgressStyle style : List.of(ProgressStyle.PLAIN, ProgressStyle.JSON)) {
            try (ProgressDisplay display = display(style, OptionalInt.of(0), terminal(0))) {
                step(display, 0, PLANNED);
            }
        }
        assertEquals("", said());
    }

    @Test
    void theTimeLeftCountsWhatAResumedRunHasLeftAndNotItsFirstStep() {
        try (ProgressDisplay display = display(ProgressStyle.JSON, OptionalInt.empty(), terminal(0))) {
            nanos += 30 * SECOND;
            display.onStep(report(60));
            step(display, 61, 5);
        }
        List<Object> left = said().lines()
                .map(line -> JSON.std.mapFrom(line).get("seconds_left"))
                .toList();
        assertEquals(List.of(39 * 30, 34), left);
    }

    @Test
    void anObjectOfJsonHasTheNamesOfTheMetrics() {
        try (ProgressDisplay display = display(ProgressStyle.JSON, OptionalInt.of(100), terminal(0))) {
            step(display, 0, 1);
        }
        Map<String, Object> fields = JSON.std.mapFrom(said());
        assertEquals(
                List.of(
                        "step",
                        "epoch",
                        "loss",
                        "rate",
                        "gradient_norm",
                        "characters_per_second",
                        "memory_bytes",
                        "steps_planned",
                        "epochs_planned",
                        "seconds_left"),
                List.copyOf(fields.keySet()));
        assertEquals(1000, fields.get("characters_per_second"));
        assertEquals(100, fields.get("steps_planned"));
    }

    @Test
    void anEvaluationIsToldOfAtOnce() {
        try (ProgressDisplay display = display(ProgressStyle.JSON, OptionalInt.empty(), terminal(0))) {
            step(display, 0, 1);
            display.onStep(new StepReport(1, 0, 2.5, 0.006, 1.5, 1000, 12, OptionalDouble.of(0.75)));
        }
        assertEquals(2, said().lines().count());
        assertTrue(said().contains("\"dev_accuracy\":0.75"), said());
    }

    @Test
    void onATerminalOneLineIsWrittenOverAndGoneInTheEnd() {
        try (ProgressDisplay display = display(ProgressStyle.AUTO, OptionalInt.empty(), terminal(80))) {
            step(display, 0, PLANNED);
        }
        assertFalse(said().contains("\n"));
        assertEquals(PLANNED + 2, said().split(ERASE.replace("[", "\\["), -1).length);
        assertTrue(said().contains("epoch 10/10  step 100/100  loss 2.5000  lr 6.0e-03  1.0k char/s  0:00 left"));
        assertTrue(said().endsWith(ERASE));
    }

    @Test
    void aTerminalIsNotWrittenToMoreThanTenTimesASecond() {
        try (ProgressDisplay display = display(ProgressStyle.BAR, OptionalInt.empty(), terminal(80))) {
            for (int step = 0; step < PLANNED - 1; step++) {
                nanos += SECOND / 100;
                display.onStep(report(step));
            }
        }
        assertEquals(1 + 9 + 1, said().split("\r", -1).length - 1);
    }

    @Test
    void whatIsLoggedMeanwhileGoesAboveTheLine() {
        try (ProgressDisplay display = display(ProgressStyle.BAR, OptionalInt.empty(), terminal(80))) {
            step(display, 0, 1);
            String line = said();
            LoggerFactory.getLogger(ProgressDisplayTest.class).warn("something");
            assertEquals(line + ERASE + "something" + System.lineSeparator() + line, said());
        }
        bytes.reset();
        LoggerFactory.getLogger(ProgressDisplayTest.class).warn("something else");
        assertEquals("something else" + System.lineSeparator(), said());
    }

    @ParameterizedTest
    @CsvSource({"0, X, x, false", "80, X, x, true", "80, CI, true, false", "80, CI, '', true", "80, TERM, dumb, false"})
    void aLineIsWrittenOverOnlyOnATerminalThatAPersonLooksAt(int columns, String name, String value, boolean can) {
        assertEquals(can, terminal(columns, name, value).canOverwrite());
    }

    @Test
    void colourIsLeftOutWhereItIsUnwelcome() {
        for (String value : List.of("", "1")) {
            bytes.reset();
            try (ProgressDisplay display =
                    display(ProgressStyle.BAR, OptionalInt.empty(), terminal(200, "NO_COLOR", value))) {
                step(display, 0, 50);
            }
            assertEquals(value.isEmpty(), said().contains("\u001b[32m"), value);
        }
    }

    @Test
    void noLineIsAsLongAsTheTerminalIsWide() {
        StepReport late =
                new StepReport(149_499, 649, 12.3456, 1.2345e-10, 12345.678, 1000, 12, OptionalDouble.empty());
        ProgressStatus status = new ProgressStatus(late, 149_500, 650, 123_456.7, 360_000);
        for (int columns = 1; columns <= 300; columns++) {
            String line = status.barLine(columns, false);
            assertTrue(line.length() <= Math.max(0, columns - 3), line);
        }
        assertEquals(
                "epoch 650 step 149500 loss 12.3456 lr 1.2e-10 123.5k char/s 100:00:00 left",
                status.barLine(80, false));
        ProgressStatus usual = new ProgressStatus(report(57), 14_950, 650, 12_345, 3_723);
        assertEquals(
                "epoch 6/650  step 58/14950  loss 2.5000  lr 6.0e-03  12.3k char/s  1:02:03 left",
                usual.barLine(85, false));
        assertEquals("epoch 6 step 58 loss 2.5000 12.3k char/s 1:02:03 left", usual.barLine(60, false));
        assertEquals("1:02:03 left", usual.barLine(40, false));
        for (String part : List.of("epoch 6", "step 58/14950", "loss 2.5", "lr 6", "char/s", "1:02:03 left")) {
            assertTrue(usual.barLine(80, false).contains(part), part);
        }
        assertEquals(117, usual.barLine(120, false).length());
        assertTrue(usual.barLine(120, false).matches("\\[ +] epoch 6/650  .*"));
    }

    @ParameterizedTest
    @CsvSource({"0.4, 0:00", "59.6, 1:00", "3599, 59:59", "3600, 1:00:00", "360000, 100:00:00"})
    void aDurationIsWrittenWithItsHours(double seconds, String text) {
        assertEquals(text, Durations.text(seconds));
    }

    @ParameterizedTest
    @CsvSource({"24 80, 80", "50 132, 132", "0 0, 80", "'', 80", "what, 80"})
    void theWidthIsTheSecondNumberOfTheSize(String size, int columns) {
        assertEquals(columns, Terminal.columns(size));
    }
}
