package charlm.cli.option;

import java.util.List;

/** Several problems, found together. */
public final class ProblemsException extends RuntimeException {
    private final List<RuntimeException> problems;

    /** @param problems at least one; the first decides the exit code */
    public ProblemsException(List<RuntimeException> problems) {
        super(problems.size() + " problems");
        this.problems = List.copyOf(problems);
    }

    public List<RuntimeException> problems() {
        return problems;
    }
}
