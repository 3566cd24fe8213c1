package charlm.tensor;

/**
 * How an attention makes keys and values of what it reads; key's bias is left out, since it adds the same to every score of
 * a query, which softmax does not feel.
 *
 * @param key (C, C), as {@link Engine#linear} takes it; {@code value} likewise
 * @param valueBias (C)
 */
public record KeyValueWeights(Tensor key, Tensor value, Tensor valueBias) {}
