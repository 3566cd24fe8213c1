package charlm.golden;

import charlm.model.Variant;
import charlm.tensor.Engine;
import charlm.tensor.nd4j.Nd4jEngine;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.nd4j.linalg.api.buffer.DataType;

/** Every engine, with every variant where a test wants both. */
public final class TestEngines {
    private static final int THREADS = 2;

    private TestEngines() {}

    /** Returns the single-precision engines of this build. */
    public static List<Engine> all() {
        return List.of(new Nd4jEngine(DataType.FLOAT, THREADS));
    }

    public static Stream<Arguments> withVariants() {
        return all().stream().flatMap(engine -> Stream.of(Variant.values()).map(v -> Arguments.of(engine, v)));
    }
}
