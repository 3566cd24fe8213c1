package charlm.tensor.onednn;

import charlm.tensor.AdamWStep;
import charlm.tensor.AttentionGradients;
import charlm.tensor.AttentionShape;
import charlm.tensor.AttentionTensors;
import charlm.tensor.DropoutMask;
import charlm.tensor.Engine;
import charlm.tensor.EngineArguments;
import charlm.tensor.EngineUnavailableException;
import charlm.tensor.KeyValueWeights;
import charlm.tensor.MuonStep;
import charlm.tensor.NumberType;
import charlm.tensor.PackedSequences;
import charlm.tensor.Tensor;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Intel oneDNN, in place on the memory of ND4J arrays; the default on CPUs. In mixed precision activations, their
 * gradients and copies of the weights are bfloat16; products are summed up in single precision, and parameters,
 * gradients of parameters, moments, the residual stream, statistics and the loss are single precision throughout.
 *
 * <p>Primitives are made once for each shape. A call allocates nothing once its shape has been seen.
 */
public final class OneDnnEngine implements Engine {
    private final int threads;
    private final NumberType activationType;
    private final Dnnl dnnl;
    private final Parallel parallel;
    private final LinearKernels linear;
    private final NormKernels norm;
    private final GeluKernels gelu;
    private final AttentionKernels attention;
    private final DecodeAttentionKernels decodeAttention;
    private final Arithmetic arithmetic;
    private final Conversions conversions;
    private final WeightCopies weights;
    private final ActivationDropout dropout;
    private final EmbeddingLoops embedding;
    private final RowLoops rows;
    private final CrossEntropyLoop crossEntropy;
    private final SquaredNormLoop squaredNorm;
    private final AdamWLoop adamW;
    private final MuonKernels muon;

    /**
     * Loads oneDNN.
     *
     * @param threads of oneDNN and of the loops beside it; 0 for one a core
     * @param activationType FLOAT, or BFLOAT16 for mixed precision
     * @throws EngineUnavailableException when there is no build of oneDNN for this machine, or no bfloat16 on its
     *     processor
     */
    public OneDnnEngine(int threads, NumberType activationType) {
        this.activationType = activationType;
        this.threads = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        new OneDnnProvider().load();
        // libnd4jcpu and oneDNN share one OpenMP library, whose thread count is a property of the calling thread.
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(this.threads);
        dnnl = new Dnnl();
        if (activationType == NumberType.BFLOAT16 && !dnnl.computesBfloat16()) {
            dnnl.close();
            throw new EngineUnavailableException(
                    Dnnl.version() + ": no bfloat16 on this processor; use --precision fp32 or auto");
        }
        parallel = new Parallel(this.threads);
        arithmetic = new Arithmetic(dnnl);
        conversions = new Conversions(dnnl);
        weights = new WeightCopies(conversions);
        linear = new LinearKernels(dnnl, weights);
        norm = new NormKernels(dnnl, arithmetic, conversions);
        gelu = new GeluKernels(dnnl);
        SoftmaxKernels softmax = new SoftmaxKernels(dnnl);
        attention = new AttentionKernels(dnnl, parallel, softmax, arithmetic, conversions, activationType);
        decodeAttention = new DecodeAttentionKernels(dnnl, softmax, arithmetic, conversions);
        dropout = new ActivationDropout(parallel, arithmetic, conversions);
        embedding = new EmbeddingLoops(parallel);
        rows = new RowLoops();
        crossEntropy = new CrossEntropyLoop(parallel, softmax, conversions);
        squaredNorm = new SquaredNormLoop(parallel);
        adamW = new AdamWLoop(parallel);
        muon = new MuonKernels(dnnl, conversions, activationType);
    }

    @Override
    public String name() {
        return "onednn";
    }

    @Override
    public String description() {
        return Dnnl.version() + ", " + (activationType == NumberType.FLOAT ? "fp32" : "bf16") + ", " + threads
                + (threads == 1 ? " thread" : " threads");
    }

    @Override
    public NumberType dataType() {
        return NumberType.FLOAT;
    }

    @Override
    public NumberType activationType() {
        return activationType;
    }

    @Override
    public boolean multipliesBfloat16() {
        return Dnnl.multipliesBfloat16();
    }

    /** A step is divided by sequences: threads then work from their own caches and wait for each other once a step. */
    @Override
    public int workers() {
        return threads;
    }

    @Override
    public Engine openWorker() {
        return new OneDnnEngine(1, activationType);
    }

    @Override
    public Tensor allocate(NumberType type, long... shape) {
        EngineArguments.type(type, NumberType.FLOAT, activationType);
        return AlignedMemory.allocate(type, shape);
    }

    @Override
    public void parametersChanged(Tensor parameters) {
        if (activationType != NumberType.FLOAT) {
            weights.renew(parameters);
        }
    }

    @Override
    public void zero(Tensor x) {
        rows.zero(x);
    }

    @Override
    public void copy(Tensor from, Tensor to) {
        EngineArguments.sameShape("copy", from, to);
        if (from.dataType() == NumberType.FLOAT && to.dataType() == NumberType.FLOAT) {
            rows.copy(from, to);
        } else {
            conversions.convert(from, to);
        }
    }

    @Override
    public float[] toFloats(Tensor x) {
        if (!x.isContiguous() || !HostMemory.hasFloats(x)) {
            return x.toFloats();
        }
        float[] elements = new float[Math.toIntExact(x.length())];
        HostMemory.floats(x).get(0, elements);
        return elements;
    }

    @Override
    public void addInPlace(Tensor x, Tensor y) {
        EngineArguments.sameShape("addInPlace", x, y);
        arithmetic.addInPlace(x, y);
    }

    @Override
    public void linear(Tensor x, Tensor weight, Tensor bias, Tensor y) {
        EngineArguments.linear("linear", x, weight, bias, y);
        linear.forward(x, weight, bias, y);
    }

    @Override
    public void linearBackwardInput(Tensor dY, Tensor weight, Tensor dX) {
        EngineArguments.linear("linearBackwardInput", dX, weight, null, dY);
        linear.backwardInput(dY, weight, dX);
    }

    @Override
    public void linearBackwardWeight(Tensor dY, Tensor x, Tensor dWeight, Tensor dBias) {
        EngineArguments.linear("linearBackwardWeight", x, dWeight, dBias, dY);
        linear.backwardWeight(dY, x, dWeight, dBias);
    }

    @Override
    public void layerNorm(Tensor x, Tensor gain, Tensor bias, Tensor y, Tensor mean, Tensor variance) {
        EngineArguments.layerNorm("layerNorm", x, gain, bias, y, mean, variance);
        norm.forward(x, gain, bias, y, mean, variance);
    }

    @Override
    public void layerNormBackward(
            Tensor dY, Tensor x, Tensor gain, Tensor mean, Tensor variance, Tensor dX, Tensor dGain, Tensor dBias) {
        EngineArguments.layerNormBackward(dY, x, gain, mean, variance, dX, dGain, dBias);
        norm.backward(dY, x, gain, mean, variance, dX, dGain, dBias);
    }

    @Override
    public void gelu(Tensor x, Tensor y) {
        EngineArguments.sameShape("gelu", x, y);
        gelu.forward(x, y);
    }

    @Override
    public void geluBackward(Tensor x, Tensor dY, Tensor dX) {
        EngineArguments.geluBackward(x, dY, dX);
        gelu.backward(x, dY, dX);
    }

    @Override
    public long attentionWeightsLength(AttentionShape shape) {
        return SequenceSlice.weightsLength(shape);
    }

    @Override
    public float[] attentionWeights(AttentionShape shape, Tensor weights, int row) {
        return AttentionKernels.ownWeights(shape, toFloats(weights), row);
    }

    @Override
    public void attention(AttentionShape shape, AttentionTensors tensors, DropoutMask dropout, Tensor out) {
        EngineArguments.attention("attention", this, shape, tensors, out);
        attention.forward(shape, tensors, dropout, out);
    }

    @Override
    public void attentionBackward(
            AttentionShape shape,
            Tensor dOut,
            AttentionTensors tensors,
            DropoutMask dropout,
            AttentionGradients gradients) {
        EngineArguments.attentionBackward(this, shape, dOut, tensors, gradients);
        attention.backward(shape, dOut, tensors, dropout, gradients);
    }

    @Override
    public void decodeAttention(int heads, Tensor q, KeyValueWeights weights, Tensor memory, int length, Tensor out) {
        EngineArguments.decodeAttention(heads, q, weights, memory, length, out);
        decodeAttention.attend(heads, q, weights, memory, length, out);
    }

    @Override
    public void embed(int[] ids, PackedSequences sequences, Tensor tokens, Tensor positions, Tensor out) {
        EngineArguments.embed("embed", ids, sequences, tokens, positions, out);
        embedding.embed(ids, sequences, tokens, positions, out);
    }

    @Override
    public void embedBackward(int[] ids, PackedSequences sequences, Tensor dOut, Tensor dTokens, Tensor dPositions) {
        EngineArguments.embed("embedBackward", ids, sequences, dTokens, dPositions, dOut);
        embedding.embedBackward(ids, sequences, dOut, dTokens, dPositions);
    }

    @Override
    public void gatherRows(Tensor from, int[] indices, int count, Tensor to) {
        EngineArguments.rows("gatherRows", from, indices, count, to);
        rows.gather(from, indices, count, to);
    }

    @Override
    public void scatterRows(Tensor from, int[] indices, int count, Tensor to) {
        EngineArguments.rows("scatterRows", to, indices, count, from);
        rows.scatter(from, indices, count, to);
    }

    @Override
    public void dropout(Tensor x, DropoutMask mask, Tensor out) {
        EngineArguments.dropout(x, mask, out);
        if (mask == null) {
            copy(x, out);
        } else {
            dropout.apply(null, x, mask, out);
        }
    }

    @Override
    public void addDropout(Tensor x, Tensor branch, DropoutMask mask, Tensor out) {
        EngineArguments.addDropout("addDropout", x, branch, mask, out);
        if (mask == null) {
            arithmetic.add(x, branch, out);
        } else {
            dropout.apply(x, branch, mask, out);
        }
    }

    @Override
    public double crossEntropy(Tensor logits, int[] targets, int count, double gradientScale, Tensor dLogits) {
        EngineArguments.crossEntropy(logits, targets, count, dLogits);
        return crossEntropy.run(logits, targets, count, gradientScale, dLogits);
    }

    @Override
    public double squaredNorm(Tensor x) {
        return squaredNorm.of(x);
    }

    @Override
    public void adamW(Tensor parameters, Tensor gradients, Tensor firstMoment, Tensor secondMoment, AdamWStep step) {
        EngineArguments.adamW(parameters, gradients, firstMoment, secondMoment);
        adamW.update(parameters, gradients, firstMoment, secondMoment, step);
    }

    @Override
    public void muon(Tensor parameters, Tensor gradients, Tensor momentum, MuonStep step) {
        EngineArguments.muon(parameters, gradients, momentum);
        muon.update(parameters, gradients, momentum, step);
    }

    @Override
    public void close() {
        parallel.close();
        dnnl.close();
    }
}
