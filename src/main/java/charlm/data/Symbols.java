package charlm.data;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The distinct code points of a text and where each is met first. */
final class Symbols {
    private final Path path;
    private final BitSet seen = new BitSet();
    private final Map<Integer, Place> first = new LinkedHashMap<>(); // in the order of the text

    /** A line counted from 1 and a column, in code points, counted from 0. */
    private record Place(int line, long column) {}

    /** Makes an empty set; {@code path} is what messages call the text. */
    Symbols(Path path) {
        this.path = path;
    }

    void see(int codePoint, int line, long column) {
        if (!seen.get(codePoint)) {
            seen.set(codePoint);
            first.put(codePoint, new Place(line, column));
        }
    }

    /** Returns the distinct code points in the order in which the text first has them. */
    Collection<Integer> inOrderOfText() {
        return first.keySet();
    }

    /** Returns the distinct code points in ascending order. */
    int[] ascending() {
        return seen.stream().toArray();
    }

    /** Returns an exception that names where {@code codePoint} is met first. */
    InputException problemAtFirst(int codePoint, String problem) {
        Place place = first.get(codePoint);
        return InputException.at(path, place.line(), place.column() + 1, problem);
    }
}
