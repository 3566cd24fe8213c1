package charlm.report.progress;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import charlm.data.CodePoints;

/** Writes the messages of the log to stderr, one per line, above the progress line. */
public final class LogAppender extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
        // Names and contents of files could contain control sequences of a terminal.
        String line = CodePoints.printable(event.getFormattedMessage());
        TerminalLine.above(() -> System.err.println(line));
    }
}
