package charlm.tensor.onednn;

/** What a cached primitive does. */
enum Operation {
    LINEAR,
    LINEAR_BACKWARD_INPUT,
    LINEAR_BACKWARD_WEIGHT,
    LAYER_NORM,
    LAYER_NORM_BACKWARD,
    GELU,
    GELU_BACKWARD,
    ADD,
    MULTIPLY,
    CONVERT,
    COLUMN_SUMS,
    SOFTMAX,
    SOFTMAX_BACKWARD,
    SCORES,
    ATTENDED,
    VALUE_GRADIENT,
    WEIGHT_GRADIENT,
    QUERY_GRADIENT,
    KEY_GRADIENT
}
