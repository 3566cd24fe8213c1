package charlm.golden;

import charlm.nn.Variant;
import charlm.tensor.Engine;
import charlm.tensor.EngineChoice;
import charlm.tensor.EngineUnavailableException;
import charlm.tensor.Engines;
import charlm.tensor.NumberType;
import charlm.tensor.Precision;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Every single-precision engine, with every variant where a test wants both. JUnit closes each after its test. */
public final class TestEngines {
    private TestEngines() {}

    /** How many threads a test gives an engine: ND4J divides single operations, and tiny ones only wait for each other. */
    public static int threads(EngineChoice choice) {
        return choice == EngineChoice.ND4J ? 1 : 2;
    }

    public static Stream<Engine> all() {
        return built().map(TestEngines::open);
    }

    public static Stream<Arguments> withVariants() {
        return built().flatMap(
                        choice -> Stream.of(Variant.values()).map(variant -> Arguments.of(open(choice), variant)));
    }

    private static Engine open(EngineChoice choice) {
        return Engines.open(choice, threads(choice));
    }

    /** Whether mixed precision can be tested on this processor; for {@code @EnabledIf} and assumptions. */
    public static boolean computeBfloat16() {
        try (Engine mixed = Engines.open(EngineChoice.ONEDNN, Precision.BF16, 1)) {
            return mixed.activationType() == NumberType.BFLOAT16;
        } catch (EngineUnavailableException e) {
            return false;
        }
    }

    // The cuda build compiles without oneDNN. Elsewhere OneDnnEngineTest misses it.
    private static Stream<EngineChoice> built() {
        return Stream.of(EngineChoice.ND4J, EngineChoice.ONEDNN).filter(Engines::isBuilt);
    }
}
