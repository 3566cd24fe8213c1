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

    /** Sets this level and returns what takes it back; the usual one is that of {@link charlm.report.progress.LogConfigurator} already. */
    Runnable apply() {
        if (this == USUAL) {
            return () -> {};
        }
        Logger logger = (Logger) LoggerFactory.getLogger(OURS);
        Level before = logger.getLevel();
        logger.setLevel(level);
        return () -> logger.setLevel(before);
    }
}
