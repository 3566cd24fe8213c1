package charlm.experiment;

import java.util.List;

/** A run that cannot continue exactly, because something in its config has changed. */
public final class RunChangedException extends RuntimeException {
    private final List<String> table;

    public RunChangedException(String problem, List<String> table) {
        super(problem);
        this.table = List.copyOf(table);
    }

    /** Returns the lines of a table: name, then, now. */
    public List<String> table() {
        return table;
    }
}
