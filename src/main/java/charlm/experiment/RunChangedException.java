package charlm.experiment;

import java.util.List;

/** A run that cannot go on exactly, since something it depends on is not what it was. */
public final class RunChangedException extends RuntimeException {
    private final List<String> table;

    public RunChangedException(String problem, List<String> table) {
        super(problem);
        this.table = List.copyOf(table);
    }

    /** Returns the lines of a table: what, then, now. */
    public List<String> table() {
        return table;
    }
}
