package charlm.report.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogConfiguratorTest {
    private final LoggerContext logs = new LoggerContext();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream usual = System.err;

    @AfterEach
    void restore() {
        System.setErr(usual);
        System.clearProperty(ClassicConstants.CONFIG_FILE_PROPERTY);
        logs.stop();
    }

    @Test
    void ourMessagesAreShownFromInfoOnAndThoseOfLibrariesAreNot() {
        ExecutionStatus status = configure();
        logs.getLogger("charlm.train.Trainer").debug("a detail");
        logs.getLogger("charlm.train.Trainer").info("a step {}", 7);
        logs.getLogger("org.nd4j.linalg.factory.Nd4j").error("a library's trouble");
        logs.getLogger("somewhere.Else").warn("a warning of another library");
        assertEquals("a step 7" + System.lineSeparator(), written.toString(StandardCharsets.UTF_8));
        assertEquals(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY, status);
    }

    @Test
    void whatATerminalObeysAndTheTraceOfAnErrorAreNotShown() {
        configure();
        logs.getLogger("charlm").info("file \u001b[2J\nname", new IllegalStateException("trace"));
        assertEquals("file \ufffd[2J\ufffdname" + System.lineSeparator(), written.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aFileThatTheUserNamesCountsInstead() {
        System.setProperty(ClassicConstants.CONFIG_FILE_PROPERTY, "mine.xml");
        assertEquals(ExecutionStatus.INVOKE_NEXT_IF_ANY, configure());
        assertFalse(logs.getLogger("ROOT").iteratorForAppenders().hasNext());
    }

    @Test
    void logbackFindsIt() {
        assertTrue(ServiceLoader.load(Configurator.class).stream()
                .anyMatch(found -> found.type() == LogConfigurator.class));
    }

    private ExecutionStatus configure() {
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        logs.start();
        return new LogConfigurator().configure(logs);
    }
}
