package charlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import charlm.bench.SelfTest;
import charlm.bench.SelfTest.Outcome;
import charlm.cli.command.DoctorCommand;
import charlm.tensor.EngineChoice;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DoctorCommandTest {
    private static String describe(String description, List<Double> losses, Outcome outcome) {
        return DoctorCommand.describe(
                new SelfTest.EngineResult(EngineChoice.ONEDNN, description, losses, outcome, 1.25));
    }

    @Test
    void whyAnEngineIsLeftOutOrFailedIsTold() {
        assertEquals(
                "self-test of onednn: passed, 2 training steps in 1.3 s",
                describe("oneDNN 3", List.of(3.0, 2.0), Outcome.PASSED));
        assertEquals(
                "self-test of onednn: left out, engine onednn is not part of this build",
                describe("engine onednn is not part of this build", List.of(), Outcome.LEFT_OUT));
        assertEquals(
                "self-test of onednn: FAILED, step 1: loss NaN",
                describe("step 1: loss NaN", List.of(), Outcome.FAILED));
        assertEquals(
                "self-test of onednn: FAILED, oneDNN 3; the losses are [2.0, 3.0]",
                describe("oneDNN 3", List.of(2.0, 3.0), Outcome.FAILED));
    }
}
