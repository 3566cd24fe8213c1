package charlm.eval;

import charlm.model.LanguageModel;
import charlm.tensor.Engine;
import charlm.tensor.Rounding;
import charlm.tensor.ThreadTeam;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Continues prompts: each sequence grows by the token that a {@link Sampler} takes, with its last blockSize tokens as
 * context.
 *
 * <p>Sequences of similar length run together in batches, and the batches are divided among the engine's workers. A batch
 * does not depend on how many workers there are, and so neither does the result.
 */
public final class Generator {
    /** The largest number of sequences that are continued together. */
    public static final int SEQUENCES_PER_BATCH = 128;

    private final LanguageModel model;
    private final Sampler sampler;

    public Generator(LanguageModel model, Sampler sampler) {
        this.model = model;
        this.sampler = sampler;
    }

    /** Returns the number of workers that get a batch, of {@code workers}. */
    public static int workers(int workers, int sequences) {
        return Math.max(1, Math.min(Rounding.divideUp(sequences, SEQUENCES_PER_BATCH), workers));
    }

    /** Returns each prompt continued by up to {@code count} ids, or until {@code finished} holds for it. */
    public List<TokenSequence> generate(List<int[]> prompts, int count, Predicate<TokenSequence> finished) {
        List<TokenSequence> sequences = new ArrayList<>();
        prompts.forEach(prompt -> sequences.add(new TokenSequence(sequences.size(), prompt, count)));
        List<TokenSequence> growing =
                sequences.stream().filter(TokenSequence::hasRoom).toList();
        decode(batches(growing), workers(model.engine().workers(), growing.size()), finished);
        return sequences;
    }

    /** Returns the sequences in batches of similar length, the longest first. */
    private static List<List<TokenSequence>> batches(List<TokenSequence> sequences) {
        List<TokenSequence> byLength = new ArrayList<>(sequences);
        byLength.sort(Comparator.comparingInt(TokenSequence::length).reversed());
        List<List<TokenSequence>> batches = new ArrayList<>();
        for (int from = 0; from < byLength.size(); from += SEQUENCES_PER_BATCH) {
            batches.add(byLength.subList(from, Math.min(byLength.size(), from + SEQUENCES_PER_BATCH)));
        }
        return batches;
    }

    private void decode(List<List<TokenSequence>> batches, int workers, Predicate<TokenSequence> finished) {
        if (workers == 1) {
            BatchDecoder decoder = new BatchDecoder(model, sampler, finished);
            batches.forEach(decoder::decode);
            return;
        }
        AtomicInteger next = new AtomicInteger();
        try (ThreadTeam team = new ThreadTeam("charlm-decoder", workers)) {
            team.run(number -> {
                try (Engine engine = model.engine().openWorker()) {
                    BatchDecoder decoder = new BatchDecoder(model.replica(engine), sampler, finished);
                    for (int i = next.getAndIncrement(); i < batches.size(); i = next.getAndIncrement()) {
                        decoder.decode(batches.get(i));
                    }
                }
            });
        }
    }
}
