package charlm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.bench.SelfTest.Outcome;
import charlm.golden.TestEngines;
import charlm.tensor.Engine;
import charlm.tensor.EngineChoice;
import charlm.tensor.Engines;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SelfTestTest {
    @Test
    void everyEngineOfThisBuildPasses() {
        List<SelfTest.EngineResult> results = SelfTest.run(choice -> Engines.open(choice, TestEngines.threads(choice)));
        assertEquals(
                List.of(EngineChoice.ND4J, EngineChoice.ONEDNN),
                results.stream().map(SelfTest.EngineResult::engine).toList());
        for (SelfTest.EngineResult result : results) {
            assertNotEquals(Outcome.FAILED, result.outcome(), result.toString());
        }
        assertEquals(Outcome.PASSED, results.get(0).outcome(), "the portable engine is in every build");
    }

    @Test
    void anEngineThatComputesNoNumbersFailsAndTheNextIsTestedByItself() {
        List<SelfTest.EngineResult> results = SelfTest.run(choice -> {
            Engine engine = Engines.open(EngineChoice.AUTO, 1);
            return choice == EngineChoice.ND4J ? withoutLoss(engine) : engine;
        });
        assertEquals(
                List.of(Outcome.FAILED, Outcome.PASSED),
                results.stream().map(SelfTest.EngineResult::outcome).toList());
        assertTrue(
                results.get(0).description().contains("loss NaN"),
                results.get(0).description());
        assertEquals(List.of(), results.get(0).losses());
    }

    private static Engine withoutLoss(Engine engine) {
        return (Engine) Proxy.newProxyInstance(
                Engine.class.getClassLoader(), new Class<?>[] {Engine.class}, (proxy, method, arguments) -> {
                    Object result = method.invoke(engine, arguments);
                    return method.getName().equals("crossEntropy") ? (Object) Double.NaN : result;
                });
    }

    @Test
    void enginesAgreeOnlyWhereEveryLossDoes() {
        assertTrue(SelfTest.agree(List.of(3.0, 2.0), List.of(3.0005, 1.9995)));
        assertFalse(SelfTest.agree(List.of(3.0, 2.0), List.of(3.0, 2.002)));
        assertFalse(SelfTest.agree(List.of(3.0, 2.0), List.of(3.0, Double.NaN)));
        assertFalse(SelfTest.agree(List.of(3.0), List.of(3.0, 2.0)));
    }
}
