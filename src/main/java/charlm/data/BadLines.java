package charlm.data;

import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** Collects what is wrong with the lines of a file, so that the first is named with the number of all. */
final class BadLines {
    private final Path path;
    private final SortedMap<Integer, InputException> problems = new TreeMap<>(); // by line

    BadLines(Path path) {
        this.path = path;
    }

    /** Runs the part that reads a line, counted from 1. An {@link IllegalArgumentException} tells its problem. */
    void attempt(int line, Runnable part) {
        try {
            part.run();
        } catch (InputException e) {
            problems.put(line, e);
        } catch (IllegalArgumentException e) {
            problems.put(line, InputException.at(path, line, e.getMessage()));
        }
    }

    /** Throws the first problem, if there was any. */
    void requireNone() {
        if (!problems.isEmpty()) {
            InputException first = problems.get(problems.firstKey());
            throw problems.size() == 1 ? first : first.ofMany(problems.size());
        }
    }
}
