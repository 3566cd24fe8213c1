package charlm.tensor.onednn;

import java.util.Arrays;
import java.util.Objects;

/** Prepared primitives by the key of a call, open addressing; a lookup allocates nothing. */
final class PlanCache {
    private static final int INITIAL_CAPACITY = 64;

    private long[][] keys = new long[INITIAL_CAPACITY][];
    private Plan[] plans = new Plan[INITIAL_CAPACITY];
    private int size;

    /** Returns the plan for {@code call}, or null. */
    Plan find(Call call, int hash) {
        int mask = keys.length - 1;
        for (int i = hash & mask; keys[i] != null; i = i + 1 & mask) {
            if (call.matches(keys[i])) {
                return plans[i];
            }
        }
        return null;
    }

    /** Keeps {@code plan} for calls like {@code call}, for which there must be none, and returns it. */
    Plan put(Call call, int hash, Plan plan) {
        if (2 * ++size > keys.length) {
            grow();
        }
        insert(call.key(), hash, plan);
        return plan;
    }

    private void insert(long[] key, int hash, Plan plan) {
        int mask = keys.length - 1;
        int i = hash & mask;
        while (keys[i] != null) {
            i = i + 1 & mask;
        }
        keys[i] = key;
        plans[i] = plan;
    }

    private void grow() {
        long[][] oldKeys = keys;
        Plan[] oldPlans = plans;
        keys = new long[2 * oldKeys.length][];
        plans = new Plan[2 * oldKeys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != null) {
                insert(oldKeys[i], Call.hash(oldKeys[i], oldKeys[i].length), oldPlans[i]);
            }
        }
    }

    void close() {
        Arrays.stream(plans).filter(Objects::nonNull).forEach(Plan::close);
        Arrays.fill(plans, null);
        Arrays.fill(keys, null);
        size = 0;
    }
}
