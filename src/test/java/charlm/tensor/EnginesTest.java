package charlm.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.nd4j.linalg.api.buffer.DataType;
import org.slf4j.LoggerFactory;

class EnginesTest {
    private static final String MISSING = "charlm.tensor.onednn.MissingEngine";

    private final Logger logger = (Logger) LoggerFactory.getLogger(Engines.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    /** An engine that says itself why it cannot start. */
    public static final class Unavailable {
        public Unavailable(int threads, DataType activations) {
            throw new EngineUnavailableException("no such instruction for " + threads + " threads");
        }
    }

    /** An engine whose native library does not load. */
    public static final class Unlinked {
        public Unlinked(int threads, DataType activations) {
            throw new UnsatisfiedLinkError("no dnnl in path for " + threads + " threads\nand a second line");
        }
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
    void autoTakesNd4jAndSaysInOneLineWhyNotTheOther() {
        for (String name : new String[] {MISSING, Unavailable.class.getName(), Unlinked.class.getName()}) {
            log.list.clear();
            try (Engine engine = Engines.openAuto(name, Precision.FP32, 1)) {
                assertEquals("nd4j", engine.name());
            }
            assertEquals(1, log.list.size());
            String line = log.list.get(0).getFormattedMessage();
            assertTrue(line.startsWith("engine nd4j is taken: "), line);
            assertEquals(1, line.lines().count(), line);
        }
    }

    @Test
    void anEngineOutsideThisBuildIsUnavailable() {
        var refused =
                assertThrows(EngineUnavailableException.class, () -> Engines.openOneDnn(MISSING, Precision.FP32, 1));
        assertTrue(refused.getMessage().contains("not part of this build"), refused.getMessage());
    }

    @Test
    void anEngineThatSaysWhyItCannotStartIsHeard() {
        var refused = assertThrows(
                EngineUnavailableException.class,
                () -> Engines.openOneDnn(Unavailable.class.getName(), Precision.FP32, 2));
        assertEquals("no such instruction for 2 threads", refused.getMessage());
    }

    @Test
    void aMissingNativeLibraryBecomesOneClearLine() {
        var refused = assertThrows(
                EngineUnavailableException.class,
                () -> Engines.openOneDnn(Unlinked.class.getName(), Precision.FP32, 2));
        assertTrue(refused.getMessage().contains("no dnnl in path for 2 threads"), refused.getMessage());
        assertEquals(1, refused.getMessage().lines().count());
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
