package charlm.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class EnginesTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(Engines.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    /** Answers for oneDNN with what {@code opener} does. */
    private record Fake(IntFunction<Engine> opener) implements EngineProvider {
        @Override
        public EngineChoice choice() {
            return EngineChoice.ONEDNN;
        }

        @Override
        public boolean computes(Precision precision) {
            return true;
        }

        @Override
        public int workers(int threads) {
            return threads;
        }

        @Override
        public void load() {}

        @Override
        public Engine open(Precision precision, int threads) {
            return opener.apply(threads);
        }
    }

    private static Engine refuse(int threads) {
        throw new EngineUnavailableException("no such instruction for " + threads + " threads");
    }

    private static Engine failToLink(int threads) {
        throw new UnsatisfiedLinkError("no dnnl in path for " + threads + " threads\nand a second line");
    }

    private static Engine failToRun(int threads) {
        throw new IllegalStateException("no backend for " + threads + " threads");
    }

    private static EngineProvider nd4j() {
        return Engines.providers().stream()
                .filter(provider -> provider.choice() == EngineChoice.ND4J)
                .findFirst()
                .orElseThrow();
    }

    private static EngineUnavailableException refused(IntFunction<Engine> opener) {
        return assertThrows(
                EngineUnavailableException.class,
                () -> Engines.openFirst(List.of(new Fake(opener)), Precision.FP32, 2));
    }

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
    }

    @Test
    void nd4jIsOpenedWhenAskedFor() {
        try (Engine engine = Engines.open(EngineChoice.ND4J, 1)) {
            assertEquals("nd4j", engine.name());
            assertTrue(engine.description().endsWith("1 thread"), engine.description());
        }
    }

    @Test
    void autoAlwaysOpensAnEngine() {
        try (Engine engine = Engines.open(EngineChoice.AUTO, 1)) {
            assertTrue(Set.of("onednn", "nd4j").contains(engine.name()));
        }
    }

    @Test
    void autoFallsBackToNd4jAndSaysInOneLineWhy() {
        for (IntFunction<Engine> opener :
                List.<IntFunction<Engine>>of(EnginesTest::refuse, EnginesTest::failToLink, EnginesTest::failToRun)) {
            log.list.clear();
            try (Engine engine = Engines.openFirst(List.of(new Fake(opener), nd4j()), Precision.FP32, 1)) {
                assertEquals("nd4j", engine.name());
            }
            assertEquals(1, log.list.size());
            String line = log.list.get(0).getFormattedMessage();
            assertTrue(line.startsWith("falling back to engine nd4j: "), line);
            assertEquals(1, line.lines().count(), line);
        }
    }

    @Test
    void mixedPrecisionFallsBackToNoEngineWithout() {
        assertThrows(
                EngineUnavailableException.class,
                () -> Engines.openFirst(List.of(new Fake(EnginesTest::refuse), nd4j()), Precision.BF16, 1));
        assertEquals(List.of(), log.list);
    }

    /** The list of services of a build without oneDNN names a class that is not there. */
    @Test
    void aProviderOutsideThisBuildIsPassedOver(@TempDir Path folder) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(
                services.resolve(EngineProvider.class.getName()),
                "charlm.tensor.MissingProvider\ncharlm.tensor.nd4j.Nd4jProvider\n");
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, new BuiltLoader())) {
            assertEquals(
                    List.of(EngineChoice.ND4J),
                    Engines.find(ServiceLoader.load(EngineProvider.class, loader)).stream()
                            .map(EngineProvider::choice)
                            .toList());
        }
    }

    /** Loads this build's classes, without its list of services. */
    private static final class BuiltLoader extends ClassLoader {
        BuiltLoader() {
            super(Engines.class.getClassLoader());
        }

        @Override
        public Enumeration<URL> getResources(String name) {
            return Collections.emptyEnumeration();
        }
    }

    @Test
    void everyProviderOfThisBuildIsFoundPreferredFirst() {
        List<EngineChoice> built =
                EngineChoice.engines().stream().filter(Engines::isBuilt).toList();
        assertEquals(
                built, Engines.providers().stream().map(EngineProvider::choice).toList());
        assertTrue(built.contains(EngineChoice.ND4J));
    }

    @Test
    void anEngineThatSaysWhyItCannotStartIsHeard() {
        assertEquals(
                "no such instruction for 2 threads",
                refused(EnginesTest::refuse).getMessage());
    }

    @Test
    void aMissingNativeLibraryBecomesOneClearLine() {
        String message = refused(EnginesTest::failToLink).getMessage();
        assertTrue(message.contains("engine onednn cannot start: "), message);
        assertTrue(message.contains("no dnnl in path for 2 threads"), message);
        assertEquals(1, message.lines().count());
    }

    @Test
    void nd4jRefusesMixedPrecisionAndNamesTheWayOut() {
        var refused = assertThrows(
                EngineUnavailableException.class, () -> Engines.open(EngineChoice.ND4J, Precision.BF16, 1));
        assertEquals(
                "engine nd4j computes in fp32 only; use --precision fp32 or --engine onednn", refused.getMessage());
    }

    @Test
    @DisabledIf("charlm.golden.TestEngines#computeBfloat16")
    void whereTheProcessorHasNoneMixedPrecisionIsRefusedAndTheWayOutNamed() {
        for (EngineChoice choice : List.of(EngineChoice.AUTO, EngineChoice.ONEDNN)) {
            var refused = assertThrows(EngineUnavailableException.class, () -> Engines.open(choice, Precision.BF16, 1));
            assertTrue(refused.getMessage().endsWith("use --precision fp32 or auto"), refused.getMessage());
        }
    }

    @Test
    void negativeThreadsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Engines.open(EngineChoice.ND4J, -1));
    }
}
