package charlm.data;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

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

    /** Returns the distinct code points in ascending order. */
    int[] ascending() {
        return seen.stream().toArray();
    }

    /** Throws the {@code problem} of the first code point that is {@code bad}, with its line and column. */
    void requireNone(IntPredicate bad, IntFunction<String> problem) {
        first.forEach((codePoint, at) -> {
            if (bad.test(codePoint)) {
                throw InputException.at(path, at.line(), at.column() + 1, problem.apply(codePoint));
            }
        });
    }
}
