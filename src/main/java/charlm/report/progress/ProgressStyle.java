package charlm.report.progress;

/** The form in which a run shows its progress. */
public enum ProgressStyle {
    /** {@link #BAR} on a terminal, {@link #PLAIN} in a pipe, a file or a build server. */
    AUTO,
    /** One line that is overwritten. */
    BAR,
    /** Lines of the log. */
    PLAIN,
    /** One JSON object per line. */
    JSON
}
