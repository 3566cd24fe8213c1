package charlm.report.progress;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What standard error is connected to: whether a line there can be written over, in colour, and how long it may be. */
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

    /** @param measure tells the width, 0 where there is no terminal */
    Terminal(Map<String, String> environment, IntSupplier measure) {
        this.environment = environment;
        this.measure = measure;
    }

    /** Returns the one of this process; asks it nothing yet. */
    public static Terminal ofProcess() {
        return new Terminal(System.getenv(), Terminal::measure);
    }

    /** Returns whether to write lines over: on a terminal that can, and that a person looks at. */
    boolean canOverwrite() {
        return !isSet("CI") && !"dumb".equals(environment.get("TERM")) && columnsNow() > 0;
    }

    /** Returns whether colours are welcome, as no-color.org asks. */
    boolean hasColours() {
        return !isSet("NO_COLOR");
    }

    /** Returns the width, which follows the window within seconds; a usual one where it cannot be told. */
    int columns() {
        int now = columnsNow();
        return now > 0 ? now : USUAL_COLUMNS;
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
        } catch (IOException e) { // where there is no sh a line must not be written over unasked
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** Takes {@code rows columns}, as {@code stty size} prints it. */
    static int columns(String size) {
        Matcher matcher = SIZE.matcher(size);
        int columns = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
        return columns > 0 ? columns : USUAL_COLUMNS;
    }
}
