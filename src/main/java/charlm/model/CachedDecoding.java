package charlm.model;

import charlm.nn.AttentionCache;
import charlm.nn.ModelConfig;
import charlm.nn.Pass;
import charlm.nn.SharedPrefix;
import charlm.tensor.PackedSequences;
import charlm.tensor.PassShape;
import charlm.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sequences of one length that grow side by side: a prefill computes the first tokens of all, then every decode step
 * computes one more. Each layer caches its input at the positions before, so that a step costs one position of every
 * sequence.
 */
public final class CachedDecoding implements AutoCloseable {
    private static final int SEQUENCES_PER_PREFILL = 16; // keep the activations of a layer in the processor's cache

    // in the place of PassShape.headRows, below the numbers of a prefill
    private static final int STEP_WITH_LATENT = 0;
    private static final int STEP_WITHOUT_LATENT = -1;

    private final LanguageModel model;
    private final ModelConfig config;
    private final int capacity;
    private final List<AttentionCache> caches = new ArrayList<>();
    private final Pass pass;
    private int sequences;
    private Tensor x; // (B, C) after the last step
    private int position;

    /** Makes caches for sequences of up to {@code capacity} tokens, at most the model's blockSize. */
    CachedDecoding(LanguageModel model, int sequences, int capacity) {
        config = model.config();
        if (sequences < 1 || capacity < 1 || capacity > config.blockSize()) {
            throw new IllegalArgumentException("cannot decode " + sequences + " sequences of " + capacity
                    + " tokens with blockSize=" + config.blockSize());
        }
        if (model.engine().isMixed()) {
            throw new IllegalArgumentException("decoding computes in full precision, this engine in mixed");
        }
        this.model = model;
        this.sequences = sequences;
        this.capacity = capacity;
        int cached = Math.min(capacity, config.innerPositions());
        for (int i = 0; i < config.numLayers(); i++) {
            caches.add(new AttentionCache(model.engine(), sequences, cached, config.embedDim()));
        }
        pass = new Pass(model.engine());
    }

    /** Returns whether another token fits. */
    public boolean hasRoom() {
        return position < capacity;
    }

    /** Computes the first {@code length} tokens of every sequence; {@code ids} are those of the first sequence, and so on. */
    public void prefill(int[] ids, int length) {
        if (position > 0 || length < 1 || length > capacity || ids.length != sequences * length) {
            throw refused(ids.length, " for a prefill of " + length);
        }
        int inner = Math.min(length, config.innerPositions());
        int shared = Math.min(inner, SharedPrefix.of(ids, length));
        for (int first = 0; first < sequences; first += SEQUENCES_PER_PREFILL) {
            int count = Math.min(sequences - first, SEQUENCES_PER_PREFILL);
            PackedSequences packing = PackedSequences.uniform(count, length);
            SharedPrefix prefix = new SharedPrefix(count, inner, shared);
            pass.beginPrefill(new PassShape(packing, packing.first(inner), packing, prefix.packedRows()), prefix);
            Tensor x0 = model.embed(Arrays.copyOfRange(ids, first * length, (first + count) * length), pass);
            model.trunk().prefill(x0, first, caches, pass);
        }
        position = length;
    }

    /** Computes the next token of every sequence. */
    public void decodeStep(int... ids) {
        if (!hasRoom() || ids.length != sequences) {
            throw refused(ids.length, " for a decode step");
        }
        boolean addsLatent = position < config.innerPositions();
        PackedSequences packing = PackedSequences.uniform(sequences, 1);
        pass.beginInference(PassShape.uniform(packing, addsLatent ? STEP_WITH_LATENT : STEP_WITHOUT_LATENT));
        x = model.trunk().decodeStep(model.embedStep(ids, position, pass), position, caches, pass);
        position++;
    }

    private IllegalArgumentException refused(int tokens, String purpose) {
        return new IllegalArgumentException("got " + tokens + " tokens" + purpose + " of " + sequences
                + " sequences with " + position + " of " + capacity + " positions taken");
    }

    /** Returns the logits (B, V) of the token after the last decode step; valid until the next one. */
    public Tensor logits() {
        return model.headForward(x, pass);
    }

    /** Goes on with some sequences alone, given by their numbers in rising order, which they are renumbered by. */
    public void keepSequences(int... kept) {
        for (int i = 0; i < kept.length; i++) {
            if (kept[i] < 0 || kept[i] >= sequences || i > 0 && kept[i] <= kept[i - 1]) {
                throw new IllegalArgumentException(
                        "cannot keep sequences " + Arrays.toString(kept) + " of " + sequences);
            }
        }
        caches.forEach(cache -> cache.keepSequences(kept));
        sequences = kept.length;
    }

    /** Frees the caches and all activations, the last logits too. */
    @Override
    public void close() {
        caches.forEach(AttentionCache::close);
        pass.close();
    }
}
