package charlm.tensor.nd4j;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.tensor.EngineUnavailableException;
import charlm.tensor.NumberType;
import charlm.tensor.Tensor;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class Nd4jPlatformTest {
    private static final long MEBIBYTE = 1 << 20;
    private static final long ALLOWED_GROWTH_MEBIBYTES = 128;
    private static final int CALLS = 20;

    @Test
    void descriptionNamesLibraryBackendAndThreads() {
        try (Nd4jEngine engine = new Nd4jEngine(NumberType.FLOAT, 2)) {
            assertEquals("ND4J 1.0.0-M2.1 CPU backend, 2 threads", engine.description());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = NumberType.class,
            names = {"BFLOAT16", "UINT8"})
    void typesWithoutFastAndRightOperationsAreRefused(NumberType type) {
        assertThrows(IllegalArgumentException.class, () -> new Nd4jEngine(type, 0));
    }

    @ParameterizedTest
    @CsvSource({"6, 1", "8, 6", "8, 9"})
    void graphicsCardsUpToAdaAreTaken(int major, int minor) {
        assertDoesNotThrow(() -> Nd4jPlatform.requireKnownCard("a card", major, minor));
    }

    @ParameterizedTest
    @CsvSource({"9, 0", "10, 0", "12, 0"})
    void newerGraphicsCardsAreRefusedWithTheirNumbers(int major, int minor) {
        var refused = assertThrows(
                EngineUnavailableException.class, () -> Nd4jPlatform.requireKnownCard("a card", major, minor));
        assertTrue(refused.getMessage().contains(major + "." + minor), refused.getMessage());
        assertEquals(1, refused.getMessage().lines().count());
    }

    @ParameterizedTest
    @CsvSource({
        "OMP_NUM_THREADS, '4,2'",
        "OMP_NUM_THREADS, auto",
        "OMP_NUM_THREADS, 0",
        "OMP_NUM_THREADS, -1",
        "OMP_NUM_THREADS, ' 4'",
        "OMP_NUM_THREADS, 99999999999",
        "BACKEND_PRIORITY_CPU, high"
    })
    void aVariableThatNd4jCannotTakeIsNamedWithItsValue(String name, String value) {
        Map<String, String> environment = Map.of(name, value, "BACKEND_PRIORITY_GPU", "-7");
        var refused = assertThrows(EngineUnavailableException.class, () -> Nd4jPlatform.requireNumbers(environment));
        assertEquals(
                "engine nd4j cannot start: the environment variable " + name + " is '" + value
                        + "', and ND4J takes one whole number; set it to one, or unset it",
                refused.getMessage());
        Nd4jPlatform.requireNumbers(Map.of("OMP_NUM_THREADS", "12", "BACKEND_PRIORITY_CPU", ""));
    }

    @Test
    void operationsLeaveNoMemoryBehind() {
        try (Nd4jEngine engine = new Nd4jEngine(NumberType.FLOAT, 0)) {
            Tensor x = engine.allocate(1024, 4096); // 16 MiB, of which an operation makes several on its way
            engine.geluBackward(x, x, x);
            engine.geluBackward(x, x, x);
            long before = Pointer.physicalBytes();
            long grown = 0;
            for (int call = 0; call < CALLS; call++) {
                engine.geluBackward(x, x, x);
                grown = Math.max(grown, (Pointer.physicalBytes() - before) / MEBIBYTE);
            }
            assertTrue(grown < ALLOWED_GROWTH_MEBIBYTES, "memory grew by " + grown + " MiB");
        }
    }

    /** Runs in another JVM, whose class path lacks the backend. */
    public static final class Opener {
        private Opener() {}

        public static void main(String[] arguments) {
            try (Nd4jEngine engine = new Nd4jEngine(NumberType.FLOAT, 1)) {
                System.out.println("RESULT started " + engine.description());
            } catch (EngineUnavailableException e) {
                System.out.println("RESULT " + e.getMessage().replace('\n', '|'));
            }
        }
    }

    @Test
    void withoutABackendTheEngineSaysSoInOneLine() throws IOException, InterruptedException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String withoutBackend = Arrays.stream(classPath.split(File.pathSeparator))
                .filter(entry -> !new File(entry).getName().startsWith("nd4j-native-1"))
                .collect(Collectors.joining(File.pathSeparator));
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java", "-cp", withoutBackend, Opener.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        String result = output.lines()
                .filter(line -> line.startsWith("RESULT "))
                .findFirst()
                .orElse(output);
        assertTrue(result.startsWith("RESULT engine nd4j cannot start: "), result);
        assertEquals(-1, result.indexOf('|'), result);
    }
}
