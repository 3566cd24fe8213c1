package charlm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.tensor.EngineChoice;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SelfTestTest {
    @Test
    void everyEngineOfThisBuildPasses() {
        List<SelfTest.Result> results = SelfTest.run();
        assertEquals(
                List.of(EngineChoice.ND4J, EngineChoice.ONEDNN),
                results.stream().map(SelfTest.Result::engine).toList());
        for (SelfTest.Result result : results) {
            assertTrue(result.passed(), result.toString());
        }
        assertTrue(results.get(0).started(), "the portable engine is in every build");
    }

    @Test
    void enginesAgreeOnlyWhereEveryLossDoes() {
        assertTrue(SelfTest.agree(List.of(3.0, 2.0), List.of(3.0005, 1.9995)));
        assertFalse(SelfTest.agree(List.of(3.0, 2.0), List.of(3.0, 2.002)));
        assertFalse(SelfTest.agree(List.of(3.0, 2.0), List.of(3.0, Double.NaN)));
        assertFalse(SelfTest.agree(List.of(3.0), List.of(3.0, 2.0)));
    }
}
