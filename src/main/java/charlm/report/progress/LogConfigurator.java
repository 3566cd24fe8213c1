package charlm.report.progress;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.stream.Stream;
import org.slf4j.Logger;

/**
 * Sets the log up: our own messages of level INFO to stderr, stdout being the result. Logback finds this class as a
 * service and starts with it in a third of the time that reading a {@code logback.xml} takes. Where there is such a
 * file all the same, of whoever embeds charlm or of a user who names one, that file counts.
 */
public final class LogConfigurator extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext logs) {
        if (isConfiguredByFile()) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        LogAppender appender = new LogAppender();
        appender.setContext(logs);
        appender.start();
        ch.qos.logback.classic.Logger root = logs.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.ERROR);
        root.addAppender(appender);
        logs.getLogger("charlm").setLevel(Level.INFO);
        Stream.of("org.nd4j", "org.bytedeco") // what fails there reaches the user as one line of ours
                .forEach(library -> logs.getLogger(library).setLevel(Level.OFF));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static boolean isConfiguredByFile() {
        return System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY) != null
                || Stream.of(ClassicConstants.AUTOCONFIG_FILE, ClassicConstants.TEST_AUTOCONFIG_FILE)
                        .anyMatch(file -> LogConfigurator.class.getClassLoader().getResource(file) != null);
    }
}
