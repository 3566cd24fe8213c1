package charlm.report.progress;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The terminal behind standard error, if there is one: its width, and whether it can overwrite a line. */
public final class Terminal {
    private static final int USUAL_COLUMNS = 80;
    private static final long MEASURE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

    // Java knows nothing of standard error alone; every POSIX system has these two.
    private static final String MEASURE = "test -t 2 || exit 1; stty size <&2 2>/dev/null || :";
    private static final Pattern SIZE = Pattern.compile("\\d+ (\\d+)\\s*");

    private final Map<String, String> environment;
    private final IntSupplier measure;
    private boolean measured;
    private long measuredNanos;
    private int columns;

    /** @param measure returns the width, 0 where there is no terminal */
    Terminal(Map<String, String> environment, IntSupplier measure) {
        this.environment = environment;
        this.measure = measure;
    }

    /** Returns that of this process, without measuring it yet. */
    public static Terminal ofProcess() {
        return new Terminal(System.getenv(), Terminal::measure);
    }

    /** Returns whether to overwrite lines: on a terminal that can, outside of continuous integration. */
    boolean canOverwrite() {
        return !isSet("CI") && !"dumb".equals(environment.get("TERM")) && columnsNow() > 0;
    }

    /** Returns whether colours are allowed, by the rule of no-color.org. */
    boolean hasColours() {
        return !isSet("NO_COLOR");
    }

    /** Returns the width, which follows the window within seconds; a usual one where it is unknown. */
    int columns() {
        return orUsual(columnsNow());
    }

    private boolean isSet(String name) {
        return !environment.getOrDefault(name, "").isEmpty();
    }

    /** Returns 0 where standard error is no terminal. */
    private int columnsNow() {
        long nanos = System.nanoTime();
        if (!measured || nanos - measuredNanos > MEASURE_EVERY_NANOS) {
            columns = measure.getAsInt();
            measured = true;
            measuredNanos = nanos;
        }
        return columns;
    }

    private static int measure() {
        try {
            Process shell = new ProcessBuilder("sh", "-c", MEASURE)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String size = new String(shell.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return shell.waitFor() == 0 ? columns(size) : 0;
        } catch (IOException e) { // without sh nothing is known of the terminal
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** Takes {@code rows columns}, as {@code stty size} prints it. */
    static int columns(String size) {
        Matcher matcher = SIZE.matcher(size);
        return orUsual(matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0);
    }

    private static int orUsual(int columns) {
        return columns > 0 ? columns : USUAL_COLUMNS;
    }
}
