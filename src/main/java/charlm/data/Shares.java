package charlm.data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Divides work into shares that cost almost the same. */
public final class Shares {
    private Shares() {}

    /** Deals {@code items} in their order: each goes to the share that costs the least so far, the first of equals. */
    public static <T> List<List<T>> deal(List<T> items, int shares, ToLongFunction<T> cost) {
        List<List<T>> dealt = new ArrayList<>();
        for (int i = 0; i < shares; i++) {
            dealt.add(new ArrayList<>());
        }
        long[] costs = new long[shares];
        for (T item : items) {
            int cheapest = 0;
            for (int i = 1; i < shares; i++) {
                cheapest = costs[i] < costs[cheapest] ? i : cheapest;
            }
            dealt.get(cheapest).add(item);
            costs[cheapest] += cost.applyAsLong(item);
        }
        return dealt;
    }
}
