package charlm.tensor.onednn;

import charlm.tensor.Tensor;
import org.bytedeco.dnnl.global.dnnl.algorithm;

/**
 * The six matmuls of attention in the sequence that the slice is at, over (1, H, rows, columns) views described by
 * strides. Matrices are those of the whole batch; of the (H, Tq, Tk) weights of the sequence it is said at which
 * element they begin, or they are at 0.
 */
final class AttentionMatmuls {
    private final SequenceSlice slice;
    private final Kernel matmul;
    private Call call;

    AttentionMatmuls(SequenceSlice slice, Dnnl dnnl) {
        this.slice = slice;
        matmul = dnnl.matmul();
    }

    /** scores = q kᵀ / sqrt D. */
    void scores(Tensor q, Tensor k, Tensor scores, long from) {
        call = matmul.call();
        heads(q, slice.queryStart(), slice.queries());
        headsTransposed(k, slice.keyStart(), slice.keys());
        weights(scores, from);
        call.scaled(slice.scoreScale()).run();
    }

    /** out = weights v * scale. */
    void attended(Tensor weights, long from, Tensor v, float scale, Tensor out) {
        call = matmul.call();
        weights(weights, from);
        heads(v, slice.keyStart(), slice.keys());
        heads(out, slice.outStart(), slice.queries());
        call.scaled(scale).run();
    }

    /** dV = weightsᵀ dOut * scale. */
    void valueGradient(Tensor weights, long from, Tensor dOut, float scale, Tensor dV) {
        call = matmul.call();
        weightsTransposed(weights, from);
        heads(dOut, slice.outStart(), slice.queries());
        heads(dV, slice.keyStart(), slice.keys());
        call.scaled(scale).run();
    }

    /** dWeights = dOut vᵀ * scale, times the bytes of dropout unless those are null. */
    void weightGradient(Tensor dOut, Tensor v, float scale, Tensor bytes, Tensor dWeights) {
        call = matmul.call();
        heads(dOut, slice.outStart(), slice.queries());
        headsTransposed(v, slice.keyStart(), slice.keys());
        weights(dWeights, 0);
        call.multipliedBy(scale);
        if (bytes != null) {
            call.then(algorithm.binary_mul);
            weights(bytes, 0);
        }
        call.run();
    }

    /** dQ = dScores k / sqrt D; a shared query has a dQ of every sequence, where its output is. */
    void queryGradient(Tensor dScores, Tensor k, Tensor dQ) {
        call = matmul.call();
        weights(dScores, 0);
        heads(k, slice.keyStart(), slice.keys());
        heads(dQ, slice.outStart(), slice.queries());
        call.scaled(slice.scoreScale()).run();
    }

    /** dK = dScoresᵀ q / sqrt D. */
    void keyGradient(Tensor dScores, Tensor q, Tensor dK) {
        call = matmul.call();
        weightsTransposed(dScores, 0);
        heads(q, slice.queryStart(), slice.queries());
        heads(dK, slice.keyStart(), slice.keys());
        call.scaled(slice.scoreScale()).run();
    }

    /** Names {@code length} rows of a matrix from {@code start} on as (1, H, T, D). */
    private void heads(Tensor matrix, long start, long length) {
        long stride = matrix.stride(0);
        call.at(matrix, start * stride)
                .axis(1, length * stride)
                .axis(slice.heads(), slice.headDim())
                .axis(length, stride)
                .axis(slice.headDim(), 1);
    }

    /** Names {@code length} rows of a matrix from {@code start} on as (1, H, D, T). */
    private void headsTransposed(Tensor matrix, long start, long length) {
        long stride = matrix.stride(0);
        call.at(matrix, start * stride)
                .axis(1, length * stride)
                .axis(slice.heads(), slice.headDim())
                .axis(slice.headDim(), 1)
                .axis(length, stride);
    }

    /** Names weights, scores or bytes for each as (1, H, Tq, Tk). */
    private void weights(Tensor weights, long from) {
        beginWeights(weights, from).axis(slice.queries(), slice.keys()).axis(slice.keys(), 1);
    }

    /** Names weights or scores as (1, H, Tk, Tq). */
    private void weightsTransposed(Tensor weights, long from) {
        beginWeights(weights, from).axis(slice.keys(), 1).axis(slice.queries(), slice.keys());
    }

    private Call beginWeights(Tensor weights, long from) {
        return call.at(weights, from)
                .axis(1, slice.weights())
                .axis(slice.heads(), (long) slice.queries() * slice.keys());
    }
}
