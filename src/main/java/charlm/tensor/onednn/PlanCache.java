package charlm.tensor.onednn;

import java.util.Arrays;

/** Prepared primitives by key, open addressing; a lookup allocates nothing. */
final class PlanCache {
    private static final int INITIAL_CAPACITY = 1024;

    private long[][] keys = new long[INITIAL_CAPACITY][];
    private Plan[] plans = new Plan[INITIAL_CAPACITY];
    private int size;

    /** Returns the plan for {@code key}, or null. */
    Plan find(PlanKey key) {
        int mask = keys.length - 1;
        for (int i = key.hash() & mask; keys[i] != null; i = i + 1 & mask) {
            if (key.matches(keys[i])) {
                return plans[i];
            }
        }
        return null;
    }

    /** Keeps {@code plan} under {@code key}, which must be new, and returns it. */
    Plan put(PlanKey key, Plan plan) {
        if (2 * ++size > keys.length) {
            grow();
        }
        insert(key.copy(), key.hash(), plan);
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
        PlanKey key = new PlanKey();
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != null) {
                insert(oldKeys[i], key.of(oldKeys[i]).hash(), oldPlans[i]);
            }
        }
    }

    void close() {
        Arrays.stream(plans).filter(plan -> plan != null).forEach(Plan::close);
        Arrays.fill(plans, null);
        Arrays.fill(keys, null);
        size = 0;
    }
}
