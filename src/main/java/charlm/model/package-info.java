/**
 * Whole networks. The way in is {@link charlm.model.LanguageModel}: embedding, the {@link charlm.model.Trunk} of its
 * variant, final layer norm and head. {@link charlm.model.VanillaDecoder} and {@link charlm.model.PerceiverAR} are the two
 * trunks; {@link charlm.model.CachedDecoding} computes one token after the other with a cache.
 *
 * <p>Shape letters, here and everywhere: B sequences of a batch, T positions of a sequence (Tq queries, Tk keys), C width,
 * H heads, D head width (C = H * D), V vocabulary, M bottleneck (latents). N are the rows of a matrix of activations, the
 * positions of all sequences one after the other; n those of the tails, m those of the latents, R those that reach the
 * head.
 */
package charlm.model;
