package charlm.report;

/**
 * The origin of a result, which every file about it records.
 *
 * @param command the command line that was typed
 * @param programVersion of charlm
 */
public record Provenance(String command, String programVersion) {}
