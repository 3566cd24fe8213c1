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
 * Decoding: each sequence grows by the token that a {@link Sampler} takes, from its last blockSize tokens as context.
 *
 * <p>Sequences of similar length run together in groups, and the groups are divided among the engine's workers. Which
 * sequences make a group does not depend on how many workers there are, and so neither does the result.
 */
public final class Generator {
    /** How many sequences are continued together at most. */
    public static final int ROWS_PER_GROUP = 128;

    private final LanguageModel model;
    private final Sampler choice;

    public Generator(LanguageModel model, Sampler choice) {
        this.model = model;
        this.choice = choice;
    }

    /** Returns among how many of {@code workers} so many sequences are divided: each takes a whole group at a time. */
    public static int workers(int workers, int sequences) {
        return Math.max(1, Math.min(Rounding.divideUp(sequences, ROWS_PER_GROUP), workers));
    }

    /**
     * Returns each prompt continued by up to {@code count} ids; a sequence for which {@code finished} holds grows no more.
     */
    public List<TokenSequence> generate(List<int[]> prompts, int count, Predicate<TokenSequence> finished) {
        List<TokenSequence> sequences = new ArrayList<>();
        prompts.forEach(prompt -> sequences.add(new TokenSequence(sequences.size(), prompt, count)));
        List<TokenSequence> growing =
                sequences.stream().filter(TokenSequence::hasRoom).toList();
        continueAll(groups(growing), workers(model.engine().workers(), growing.size()), finished);
        return sequences;
    }

    /** Returns the sequences in groups of similar length, the longest first. */
    private static List<List<TokenSequence>> groups(List<TokenSequence> sequences) {
        List<TokenSequence> byLength = new ArrayList<>(sequences);
        byLength.sort(Comparator.comparingInt(TokenSequence::length).reversed());
        List<List<TokenSequence>> groups = new ArrayList<>();
        for (int from = 0; from < byLength.size(); from += ROWS_PER_GROUP) {
            groups.add(byLength.subList(from, Math.min(byLength.size(), from + ROWS_PER_GROUP)));
        }
        return groups;
    }

    private void continueAll(List<List<TokenSequence>> groups, int workers, Predicate<TokenSequence> finished) {
        if (workers == 1) {
            continueOn(model, groups, new AtomicInteger(), finished);
            return;
        }
        AtomicInteger next = new AtomicInteger();
        try (ThreadTeam team = new ThreadTeam("charlm-decoder", workers)) {
            team.run(number -> {
                try (Engine engine = model.engine().openWorker()) {
                    continueOn(model.replica(engine), groups, next, finished);
                }
            });
        }
    }

    /** Takes one group after the other until there is none left. */
    private void continueOn(
            LanguageModel model,
            List<List<TokenSequence>> groups,
            AtomicInteger next,
            Predicate<TokenSequence> finished) {
        try (GroupDecoder decoder = new GroupDecoder(model, choice, finished)) {
            for (int i = next.getAndIncrement(); i < groups.size(); i = next.getAndIncrement()) {
                decoder.continueAll(groups.get(i));
            }
        }
    }
}
