package charlm.report.progress;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.stream.Stream;
import org.slf4j.Logger;

/**
 * Sets the log up: charlm's messages from level INFO on go to stderr, for stdout has the result. Logback finds this class as
 * a service and starts with it in a third of the time that a {@code logback.xml} takes. Such a file counts all the same
 * where a program that embeds charlm has one, or a user names one.
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
        Stream.of("org.nd4j", "org.bytedeco") // the user sees their failures as one line of charlm
                .forEach(library -> logs.getLogger(library).setLevel(Level.OFF));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static boolean isConfiguredByFile() {
        return System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY) != null
                || Stream.of(ClassicConstants.AUTOCONFIG_FILE, ClassicConstants.TEST_AUTOCONFIG_FILE)
                        .anyMatch(file -> LogConfigurator.class.getClassLoader().getResource(file) != null);
    }
}
