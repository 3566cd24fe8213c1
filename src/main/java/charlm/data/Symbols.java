package charlm.data;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The distinct code points of a text, each with its first occurrence. */
final class Symbols {
    private final Path path;
    private final BitSet seen = new BitSet();
    private final Map<Integer, Position> first = new LinkedHashMap<>(); // in the order of the text

    /** A line counted from 1 and a column, in code points, counted from 0. */
    private record Position(int line, long column) {}

    /** Makes an empty set; messages call the text {@code path}. */
    Symbols(Path path) {
        this.path = path;
    }

    void see(int codePoint, int line, long column) {
        if (!seen.get(codePoint)) {
            seen.set(codePoint);
            first.put(codePoint, new Position(line, column));
        }
    }

    /** Returns the distinct code points in the order of their first occurrence. */
    Collection<Integer> inOrderOfText() {
        return first.keySet();
    }

    /** Returns the distinct code points in ascending order. */
    int[] ascending() {
        return seen.stream().toArray();
    }

    /** Returns an exception for the first occurrence of {@code codePoint}. */
    InputException problemAtFirst(int codePoint, String problem) {
        Position position = first.get(codePoint);
        return InputException.at(path, position.line(), position.column() + 1, problem);
    }
}
