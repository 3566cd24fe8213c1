package charlm.eval;

import charlm.model.CachedDecoding;
import charlm.model.LanguageModel;
import charlm.tensor.Rounding;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Continues a batch of sequences side by side: a prefill of the length that all prompts have, then decode steps, in which
 * one sequence may still read its prompt while another already grows. Once half of the sequences have ended, those leave.
 *
 * <p>A context that has outgrown blockSize shifts all positions, so that no cache holds: it is computed again for every
 * token.
 */
final class BatchDecoder {
    private static final int PREFILL_MULTIPLE = 8; // every length of a prefill has kernels of its own
    private static final int SEQUENCES_MULTIPLE = 16; // and so has every number of sequences

    private final LanguageModel model;
    private final Sampler sampler;
    private final Predicate<TokenSequence> finished;
    private TokenSequence[] sequences; // padded with the first one
    private BitSet growing; // indices of those that have not ended

    BatchDecoder(LanguageModel model, Sampler sampler, Predicate<TokenSequence> finished) {
        this.model = model;
        this.sampler = sampler;
        this.finished = finished;
    }

    /** Lets every sequence grow to its end. */
    void decode(List<TokenSequence> batch) {
        sequences = Arrays.copyOf(batch.toArray(TokenSequence[]::new), padded(batch.size()));
        Arrays.fill(sequences, batch.size(), sequences.length, sequences[0]); // shares the prefix that all have
        growing = new BitSet();
        growing.set(0, batch.size());
        int blockSize = model.config().blockSize();
        int shortest = batch.stream().mapToInt(TokenSequence::length).min().orElseThrow();
        int longest = batch.stream().mapToInt(TokenSequence::mostLength).max().orElseThrow();
        if (shortest <= blockSize) {
            try (CachedDecoding decoding = model.startDecoding(sequences.length, Math.min(blockSize, longest))) {
                decodeCached(decoding, shortest);
            }
        }
        while (!growing.isEmpty()) {
            recompute(growing.stream().toArray());
        }
    }

    private static int padded(int count) {
        return count < SEQUENCES_MULTIPLE ? count : Rounding.up(count, SEQUENCES_MULTIPLE);
    }

    private void decodeCached(CachedDecoding decoding, int shortest) {
        int prefix = (shortest - 1) / PREFILL_MULTIPLE * PREFILL_MULTIPLE;
        if (prefix > 0) {
            decoding.prefill(
                    Arrays.stream(sequences)
                            .flatMapToInt(sequence -> Arrays.stream(sequence.ids(), 0, prefix))
                            .toArray(),
                    prefix);
        }
        for (int position = prefix; decoding.hasRoom() && !growing.isEmpty(); position++) {
            decodeStep(decoding, position);
        }
    }

    private void decodeStep(CachedDecoding decoding, int position) {
        decoding.decodeStep(Arrays.stream(sequences)
                .mapToInt(sequence -> sequence.idAt(position))
                .toArray());
        int[] ends = growing.stream()
                .filter(i -> sequences[i].length() == position + 1)
                .toArray();
        if (ends.length > 0) {
            float[] logits = model.engine().toFloats(decoding.logits());
            for (int i : ends) {
                append(i, logits, i);
            }
            int count = growing.cardinality();
            if (2 * count <= sequences.length && sequences.length > SEQUENCES_MULTIPLE && count > 0) {
                dropEnded(decoding, Math.max(SEQUENCES_MULTIPLE, padded(count)));
            }
        }
    }

    /** Appends the next token to sequence {@code i}, by row {@code row} of the logits. */
    private void append(int i, float[] logits, int row) {
        TokenSequence sequence = sequences[i];
        int vocabSize = model.config().vocabSize();
        UnusableModelException.requireFinite(logits, row * vocabSize, vocabSize);
        sequence.append(sampler.choose(logits, row * vocabSize, vocabSize, sequence.index(), sequence.length()));
        if (!sequence.hasRoom() || finished.test(sequence)) {
            growing.clear(i);
        }
    }

    /** Keeps {@code count} sequences: those that grow, and as many others as make their number round. */
    private void dropEnded(CachedDecoding decoding, int count) {
        int others = count - growing.cardinality();
        int[] ended = IntStream.range(0, sequences.length)
                .filter(i -> !growing.get(i))
                .limit(others)
                .toArray();
        int[] kept = IntStream.concat(growing.stream(), Arrays.stream(ended))
                .sorted()
                .toArray();
        decoding.keepSequences(kept);
        sequences = Arrays.stream(kept).mapToObj(i -> sequences[i]).toArray(TokenSequence[]::new);
        BitSet before = growing;
        growing = new BitSet();
        IntStream.range(0, count).filter(i -> before.get(kept[i])).forEach(growing::set);
    }

    /** Appends the next token to sequences that are each at least blockSize long. */
    private void recompute(int... outgrown) {
        List<int[]> contexts =
                Arrays.stream(outgrown).mapToObj(i -> sequences[i].ids()).toList();
        float[] logits = NextTokens.logits(model, contexts);
        for (int row = 0; row < outgrown.length; row++) {
            append(outgrown[row], logits, row);
        }
    }
}
