package charlm.report;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;

/** Writes the log to the terminal above the line that tells the progress; {@code logback.xml} names it. */
public final class LogAppender extends ConsoleAppender<ILoggingEvent> {
    @Override
    protected void subAppend(ILoggingEvent event) {
        TerminalLine.above(() -> super.subAppend(event));
    }
}
