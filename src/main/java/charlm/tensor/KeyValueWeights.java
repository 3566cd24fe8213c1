package charlm.tensor;

/**
 * The weights that make keys and values of cached inputs. The key bias is left out: it adds the same to every score of
 * a query, which softmax ignores.
 *
 * @param key (C, C), as {@link Engine#linear} takes it; {@code value} likewise
 * @param valueBias (C)
 */
public record KeyValueWeights(Tensor key, Tensor value, Tensor valueBias) {}
