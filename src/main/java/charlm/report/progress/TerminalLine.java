package charlm.report.progress;

import java.io.PrintStream;

/**
 * The last line of a terminal, which is overwritten again and again. All other output goes above it, through {@link #above}.
 *
 * <p>The terminal cuts a line that is too long: one that wraps could not be overwritten.
 */
final class TerminalLine implements AutoCloseable {
    private static final Object LOCK = new Object();
    private static final String ERASE = "\r\u001b[K";
    private static final String NO_WRAP = "\u001b[?7l";
    private static final String WRAP = "\u001b[?7h";
    private static TerminalLine open;

    private final PrintStream out;
    private String text = "";

    /** Replaces the line that was open before. */
    TerminalLine(PrintStream out) {
        this.out = out;
        synchronized (LOCK) {
            open = this;
        }
    }

    void show(String newText) {
        synchronized (LOCK) {
            text = newText;
            draw();
        }
    }

    private void draw() {
        out.print(ERASE + NO_WRAP + text + WRAP);
        out.flush();
    }

    /** Erases the line, so that the next output begins at its beginning. */
    @Override
    public void close() {
        synchronized (LOCK) {
            erase();
            text = "";
            open = open == this ? null : open;
        }
    }

    private void erase() {
        if (!text.isEmpty()) {
            out.print(ERASE);
            out.flush();
        }
    }

    /** Runs {@code writing}, which writes whole lines to the same terminal. */
    static void above(Runnable writing) {
        synchronized (LOCK) {
            if (open == null || open.text.isEmpty()) {
                writing.run();
            } else {
                open.erase();
                writing.run();
                open.draw();
            }
        }
    }
}
