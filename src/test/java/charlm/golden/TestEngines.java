package charlm.golden;

import charlm.model.Variant;
import charlm.tensor.Engine;
import charlm.tensor.nd4j.Nd4jEngine;
import charlm.tensor.onednn.OneDnnEngine;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.nd4j.linalg.api.buffer.DataType;

/** Every single-precision engine, with every variant where a test wants both. JUnit closes each after its test. */
public final class TestEngines {
    private static final int THREADS = 2;
    private static final List<Supplier<Engine>> ENGINES =
            List.of(() -> new Nd4jEngine(DataType.FLOAT, THREADS), () -> new OneDnnEngine(THREADS));

    private TestEngines() {}

    public static Stream<Engine> all() {
        return ENGINES.stream().map(Supplier::get);
    }

    public static Stream<Arguments> withVariants() {
        return ENGINES.stream()
                .flatMap(engine -> Stream.of(Variant.values()).map(variant -> Arguments.of(engine.get(), variant)));
    }
}
