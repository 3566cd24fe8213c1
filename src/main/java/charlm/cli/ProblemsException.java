package charlm.cli;

import java.util.List;

/** Several things that are wrong, found together. */
final class ProblemsException extends RuntimeException {
    private final List<RuntimeException> problems;

    /** @param problems at least one; the first decides the exit code */
    ProblemsException(List<RuntimeException> problems) {
        super(problems.size() + " problems");
        this.problems = List.copyOf(problems);
    }

    List<RuntimeException> problems() {
        return problems;
    }
}
