package charlm.train;

/**
 * The reference's schedule: a linear warmup over tokens, then a cosine down to a floor.
 *
 * <p>As the reference does: tokens count padding; the cosine is not clamped, so past {@code finalTokens} it climbs again.
 *
 * @param warmupTokens tokens of the linear warmup
 * @param finalTokens tokens at which the cosine is at its lowest
 */
public record TokenCosine(long warmupTokens, long finalTokens) implements LearningRateSchedule {
    public TokenCosine {
        if (warmupTokens < 1 || finalTokens < 1) {
            throw new IllegalArgumentException("warmupTokens and finalTokens must be positive, got warmupTokens="
                    + warmupTokens + ", finalTokens=" + finalTokens);
        }
    }

    /**
     * Returns the reference's schedule: the cosine ends after 200 passes over the pretraining corpus of {@code documents}
     * documents. As the reference does: the corpus counts when finetuning too.
     */
    public static TokenCosine forCorpus(int documents, int blockSize) {
        return new TokenCosine(
                TrainingDefaults.WARMUP_TOKENS, (long) TrainingDefaults.FINAL_PASSES * documents * blockSize);
    }

    /** As the reference does: the first step has the peak learning rate, before any warmup. */
    @Override
    public double multiplier(Progress before) {
        return before.updates() == 0 ? 1 : multiplier(before.tokensSeen());
    }

    /** Returns the multiplier after {@code tokensSeen} tokens. */
    public double multiplier(long tokensSeen) {
        if (tokensSeen < warmupTokens) {
            return (double) tokensSeen / warmupTokens;
        }
        double progress = (double) (tokensSeen - warmupTokens) / Math.max(1, finalTokens - warmupTokens);
        return Math.max(TrainingDefaults.RATE_FLOOR, 0.5 * (1 + Math.cos(Math.PI * progress)));
    }
}
