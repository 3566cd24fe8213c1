package charlm.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** The level of charlm's log. */
enum LogLevel {
    QUIET(Level.WARN),
    USUAL(Level.INFO),
    VERBOSE(Level.DEBUG);

    private static final String OURS = "charlm";

    private final Level level;

    LogLevel(Level level) {
        this.level = level;
    }

    /** A level that holds until it is closed. */
    interface Change extends AutoCloseable {
        @Override
        void close();
    }

    /** Sets this level; the usual one is that of {@link charlm.report.progress.LogConfigurator} already. */
    Change apply() {
        if (this == USUAL) {
            return () -> {};
        }
        Logger logger = (Logger) LoggerFactory.getLogger(OURS);
        Level before = logger.getLevel();
        logger.setLevel(level);
        return () -> logger.setLevel(before);
    }
}
