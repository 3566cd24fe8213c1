package charlm.data;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Keeps millions of notes out of the log of a fuzzing run. */
final class FuzzLog {
    private FuzzLog() {}

    /** Silences the notes on texts when fuzzing; ordinary runs of the inputs keep them. */
    static void quieten() {
        if (System.getenv("JAZZER_FUZZ") != null && LoggerFactory.getLogger(TextReader.class) instanceof Logger log) {
            log.setLevel(Level.WARN);
        }
    }
}
