package charlm.tensor.nd4j;

import static charlm.tensor.nd4j.Nd4jStorage.array;

import charlm.tensor.AdamWStep;
import charlm.tensor.AttentionGradients;
import charlm.tensor.AttentionShape;
import charlm.tensor.AttentionTensors;
import charlm.tensor.DropoutMask;
import charlm.tensor.Engine;
import charlm.tensor.EngineArguments;
import charlm.tensor.KeyValueWeights;
import charlm.tensor.MuonStep;
import charlm.tensor.NumberType;
import charlm.tensor.PackedSequences;
import charlm.tensor.Tensor;

/** The portable engine: plain ND4J operations, in single or double precision, on any ND4J backend. */
public final class Nd4jEngine implements Engine {
    private final NumberType type;
    private final String description;
    private final Nd4jScratch scratch;

    /**
     * Starts the engine.
     *
     * @param type FLOAT or DOUBLE
     * @param threads processor threads, 0 for ND4J's own choice; without effect on a graphics card
     * @throws charlm.tensor.EngineUnavailableException when no backend can start here
     */
    public Nd4jEngine(NumberType type, int threads) {
        if (type != NumberType.FLOAT && type != NumberType.DOUBLE) {
            throw new IllegalArgumentException("type must be FLOAT or DOUBLE, got " + type);
        }
        if (threads < 0) {
            throw new IllegalArgumentException("threads must be at least 0, got " + threads);
        }
        this.type = type;
        this.description = Nd4jPlatform.start(threads);
        this.scratch = new Nd4jScratch();
    }

    @Override
    public String name() {
        return "nd4j";
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public NumberType dataType() {
        return type;
    }

    @Override
    public Tensor allocate(NumberType elements, long... shape) {
        EngineArguments.type(elements, type, type);
        return Tensor.over(Nd4jStorage.allocate(elements, Tensor.product(shape)), 0, shape);
    }

    @Override
    public void zero(Tensor x) {
        array(x).assign(0);
    }

    @Override
    public void copy(Tensor from, Tensor to) {
        EngineArguments.sameShape("copy", from, to);
        array(to).assign(array(from));
    }

    @Override
    public void addInPlace(Tensor x, Tensor y) {
        EngineArguments.sameShape("addInPlace", x, y);
        array(x).addi(array(y));
    }

    @Override
    public void linear(Tensor x, Tensor weight, Tensor bias, Tensor y) {
        EngineArguments.linear("linear", x, weight, bias, y);
        scratch.run(() -> Nd4jLinear.forward(x, weight, bias, y));
    }

    @Override
    public void linearBackwardInput(Tensor dY, Tensor weight, Tensor dX) {
        EngineArguments.linear("linearBackwardInput", dX, weight, null, dY);
        scratch.run(() -> Nd4jLinear.backwardInput(dY, weight, dX));
    }

    @Override
    public void linearBackwardWeight(Tensor dY, Tensor x, Tensor dWeight, Tensor dBias) {
        EngineArguments.linear("linearBackwardWeight", x, dWeight, dBias, dY);
        scratch.run(() -> Nd4jLinear.backwardWeight(dY, x, dWeight, dBias));
    }

    @Override
    public void layerNorm(Tensor x, Tensor gain, Tensor bias, Tensor y, Tensor mean, Tensor variance) {
        EngineArguments.layerNorm("layerNorm", x, gain, bias, y, mean, variance);
        scratch.run(() -> Nd4jLayerNorm.forward(x, gain, bias, y, mean, variance));
    }

    @Override
    public void layerNormBackward(
            Tensor dY, Tensor x, Tensor gain, Tensor mean, Tensor variance, Tensor dX, Tensor dGain, Tensor dBias) {
        EngineArguments.layerNormBackward(dY, x, gain, mean, variance, dX, dGain, dBias);
        scratch.run(() -> Nd4jLayerNorm.backward(dY, x, gain, mean, variance, dX, dGain, dBias));
    }

    @Override
    public void gelu(Tensor x, Tensor y) {
        EngineArguments.sameShape("gelu", x, y);
        scratch.run(() -> Nd4jGelu.forward(array(x), array(y)));
    }

    @Override
    public void geluBackward(Tensor x, Tensor dY, Tensor dX) {
        EngineArguments.geluBackward(x, dY, dX);
        scratch.run(() -> Nd4jGelu.backward(array(x), array(dY), array(dX)));
    }

    @Override
    public void attention(AttentionShape shape, AttentionTensors tensors, DropoutMask dropout, Tensor out) {
        EngineArguments.attention("attention", this, shape, tensors, out);
        scratch.run(() -> new Nd4jAttention(shape, dropout).forward(tensors, out));
    }

    @Override
    public void attentionBackward(
            AttentionShape shape,
            Tensor dOut,
            AttentionTensors tensors,
            DropoutMask dropout,
            AttentionGradients gradients) {
        EngineArguments.attentionBackward(this, shape, dOut, tensors, gradients);
        scratch.run(() -> new Nd4jAttention(shape, dropout).backward(dOut, tensors, gradients));
    }

    @Override
    public void decodeAttention(int heads, Tensor q, KeyValueWeights weights, Tensor memory, int length, Tensor out) {
        EngineArguments.decodeAttention(heads, q, weights, memory, length, out);
        scratch.run(() -> Nd4jDecodeAttention.attend(heads, q, weights, memory, length, out));
    }

    @Override
    public void embed(int[] ids, PackedSequences sequences, Tensor tokens, Tensor positions, Tensor out) {
        EngineArguments.embed("embed", ids, sequences, tokens, positions, out);
        scratch.run(() -> Nd4jRows.embed(ids, sequences, tokens, positions, array(out)));
    }

    @Override
    public void embedBackward(int[] ids, PackedSequences sequences, Tensor dOut, Tensor dTokens, Tensor dPositions) {
        EngineArguments.embed("embedBackward", ids, sequences, dTokens, dPositions, dOut);
        scratch.run(() -> Nd4jRows.embedBackward(ids, sequences, array(dOut), array(dTokens), array(dPositions)));
    }

    @Override
    public void gatherRows(Tensor from, int[] indices, int count, Tensor to) {
        EngineArguments.rows("gatherRows", from, indices, count, to);
        scratch.run(() -> Nd4jRows.gather(from, indices, count, to));
    }

    @Override
    public void scatterRows(Tensor from, int[] indices, int count, Tensor to) {
        EngineArguments.rows("scatterRows", to, indices, count, from);
        scratch.run(() -> Nd4jRows.scatter(from, indices, count, array(to)));
    }

    @Override
    public void dropout(Tensor x, DropoutMask mask, Tensor out) {
        EngineArguments.dropout(x, mask, out);
        scratch.run(() -> array(out).assign(Nd4jDropout.apply(x, mask)));
    }

    @Override
    public void addDropout(Tensor x, Tensor branch, DropoutMask mask, Tensor out) {
        EngineArguments.addDropout("addDropout", x, branch, mask, out);
        scratch.run(() -> array(out).assign(array(x).add(Nd4jDropout.apply(branch, mask))));
    }

    @Override
    public double crossEntropy(Tensor logits, int[] targets, int count, double gradientScale, Tensor dLogits) {
        EngineArguments.crossEntropy(logits, targets, count, dLogits);
        return scratch.compute(() -> Nd4jCrossEntropy.apply(logits, targets, count, gradientScale, dLogits));
    }

    @Override
    public double squaredNorm(Tensor x) {
        return scratch.compute(() -> Nd4jAdamW.squaredNorm(x));
    }

    @Override
    public void adamW(Tensor parameters, Tensor gradients, Tensor firstMoment, Tensor secondMoment, AdamWStep step) {
        EngineArguments.adamW(parameters, gradients, firstMoment, secondMoment);
        scratch.run(() -> Nd4jAdamW.apply(parameters, gradients, firstMoment, secondMoment, step));
    }

    @Override
    public void muon(Tensor parameters, Tensor gradients, Tensor momentum, MuonStep step) {
        EngineArguments.muon(parameters, gradients, momentum);
        scratch.run(() -> Nd4jMuon.apply(array(parameters), array(gradients), array(momentum), step));
    }

    @Override
    public void close() {
        scratch.close();
    }
}
