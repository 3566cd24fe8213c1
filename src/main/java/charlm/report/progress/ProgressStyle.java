package charlm.report.progress;

/** How a run tells its user where it is. */
public enum ProgressStyle {
    /** {@link #BAR} on a terminal, {@link #PLAIN} in a pipe, a file or a build server. */
    AUTO,
    /** One line that is written over. */
    BAR,
    /** Lines of the log. */
    PLAIN,
    /** A JSON object a line. */
    JSON
}
