package charlm.tensor.nd4j;

import charlm.tensor.AdamWStep;
import charlm.tensor.AttentionShape;
import charlm.tensor.DropoutMask;
import charlm.tensor.Engine;
import charlm.tensor.EngineUnavailableException;
import charlm.tensor.Shapes;
import charlm.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Plain ND4J operations; runs on any ND4J backend. The portable reference: slow is allowed, wrong is not. In double
 * precision it serves gradient checks.
 */
public final class Nd4jEngine implements Engine {
    private final DataType dataType;
    private final String backend;
    private final int threads;
    private final Nd4jLayerNorm layerNorm = new Nd4jLayerNorm();
    private final Nd4jAttention attention = new Nd4jAttention();
    private final Nd4jRows rows = new Nd4jRows();

    /**
     * Starts ND4J.
     *
     * @param dataType FLOAT or DOUBLE
     * @param threads of the native library; 0 leaves its own default
     * @throws EngineUnavailableException when no ND4J backend can start
     */
    public Nd4jEngine(DataType dataType, int threads) {
        if (dataType != DataType.FLOAT && dataType != DataType.DOUBLE) {
            throw new IllegalArgumentException("the type must be FLOAT or DOUBLE, got " + dataType);
        }
        this.dataType = dataType;
        try {
            backend = Nd4j.getBackend().getClass().getSimpleName();
            if (threads > 0) {
                NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
            }
            this.threads = NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
            Nd4j.create(dataType, 1).addi(1);
        } catch (Exception | LinkageError e) {
            throw new EngineUnavailableException(
                    "ND4J cannot start (" + rootMessage(e) + "); is there a backend for this machine on the class path, and"
                            + " for CUDA a usable GPU?",
                    e);
        }
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse(root.toString());
    }

    @Override
    public String name() {
        return "nd4j";
    }

    @Override
    public String description() {
        return "ND4J " + backend + ", " + dataType + ", " + threads + " threads";
    }

    @Override
    public DataType dataType() {
        return dataType;
    }

    @Override
    public Tensor allocate(long... shape) {
        return Tensor.over(Nd4j.create(dataType, Tensor.product(shape)), 0, shape);
    }

    @Override
    public void zero(Tensor x) {
        x.array().assign(0);
    }

    @Override
    public void copy(Tensor from, Tensor to) {
        Shapes.requireSame("from", from, "to", to);
        to.array().assign(from.array());
    }

    @Override
    public void addInPlace(Tensor x, Tensor y) {
        Shapes.requireSame("x", x, "y", y);
        x.array().addi(y.array());
    }

    @Override
    public void linear(Tensor x, Tensor weight, Tensor bias, Tensor y) {
        Shapes.requireLinear(x, weight, bias, y);
        INDArray product = Nd4j.matmul(x.array(), weight.array(), false, true, false);
        y.array().assign(bias == null ? product : product.addiRowVector(bias.array()));
    }

    @Override
    public void linearBackwardInput(Tensor dY, Tensor weight, Tensor dX) {
        Shapes.requireLinear(dX, weight, null, dY);
        dX.array().assign(Nd4j.matmul(dY.array(), weight.array()));
    }

    @Override
    public void linearBackwardWeight(Tensor dY, Tensor x, Tensor dWeight, Tensor dBias) {
        Shapes.requireLinear(x, dWeight, dBias, dY);
        dWeight.array().addi(Nd4j.matmul(dY.array(), x.array(), true, false, false));
        if (dBias != null) {
            dBias.array().addi(dY.array().sum(0));
        }
    }

    @Override
    public void layerNorm(Tensor x, Tensor gain, Tensor bias, Tensor y, Tensor mean, Tensor variance) {
        Shapes.requireLayerNorm(x, gain, bias, y, mean, variance);
        layerNorm.forward(x, gain, bias, y, mean, variance);
    }

    @Override
    public void layerNormBackward(
            Tensor dY,
            Tensor x,
            Tensor gain,
            Tensor mean,
            Tensor variance,
            Tensor dX,
            Tensor dGain,
            Tensor dBias) {
        Shapes.requireLayerNorm(x, gain, dBias, dY, mean, variance);
        Shapes.requireLayerNorm(dX, dGain, dBias, dY, mean, variance);
        layerNorm.backward(dY, x, gain, mean, variance, dX, dGain, dBias);
    }

    @Override
    public void gelu(Tensor x, Tensor y) {
        Shapes.requireSame("x", x, "y", y);
        y.array().assign(GeluFormula.value(x.array()));
    }

    @Override
    public void geluBackward(Tensor x, Tensor dY, Tensor dX) {
        Shapes.requireSame("x", x, "dY", dY);
        Shapes.requireSame("x", x, "dX", dX);
        dX.array().assign(GeluFormula.derivative(x.array()).muli(dY.array()));
    }

    @Override
    public void attention(
            AttentionShape shape, Tensor q, Tensor k, Tensor v, DropoutMask dropout, Tensor weights, Tensor out) {
        Shapes.requireAttention(shape, q, k, v, weights, out);
        attention.forward(shape, q, k, v, dropout, weights, out);
    }

    @Override
    public void attentionBackward(
            AttentionShape shape,
            Tensor dOut,
            Tensor q,
            Tensor k,
            Tensor v,
            DropoutMask dropout,
            Tensor weights,
            Tensor scratch,
            Tensor dQ,
            Tensor dK,
            Tensor dV) {
        Shapes.requireAttention(shape, q, k, v, weights, dOut);
        Shapes.requireAttention(shape, dQ, dK, dV, scratch, dOut);
        attention.backward(shape, dOut, q, k, v, dropout, weights, dQ, dK, dV);
    }

    @Override
    public void embed(int[] ids, int batch, int length, Tensor tokens, Tensor positions, Tensor out) {
        Shapes.requireEmbedding(ids, batch, length, tokens, positions, out);
        rows.embed(ids, batch, length, tokens, positions, out);
    }

    @Override
    public void embedBackward(int[] ids, int batch, int length, Tensor dOut, Tensor dTokens, Tensor dPositions) {
        Shapes.requireEmbedding(ids, batch, length, dTokens, dPositions, dOut);
        rows.embedBackward(ids, batch, length, dOut, dTokens, dPositions);
    }

    @Override
    public void gatherRows(Tensor from, int[] indices, int count, Tensor to) {
        Shapes.requireRows(indices, count, from, to);
        rows.gather(from, indices, count, to);
    }

    @Override
    public void scatterRows(Tensor from, int[] indices, int count, Tensor to) {
        Shapes.requireRows(indices, count, to, from);
        rows.scatter(from, indices, count, to);
    }

    @Override
    public void dropout(Tensor x, int positions, DropoutMask mask, Tensor out) {
        Shapes.requireDropout(x, positions, out);
        INDArray kept = Nd4jDropout.activations(x, positions, mask);
        out.array().assign(mask == null ? x.array() : kept.muli(x.array()));
    }

    @Override
    public void addDropout(Tensor x, Tensor branch, int positions, DropoutMask mask, Tensor out) {
        Shapes.requireDropout(x, positions, branch);
        Shapes.requireDropout(x, positions, out);
        INDArray kept = Nd4jDropout.activations(branch, positions, mask);
        out.array().assign(mask == null ? x.array().add(branch.array()) : kept.muli(branch.array()).addi(x.array()));
    }

    @Override
    public double crossEntropy(Tensor logits, int[] targets, int count, double gradientScale, Tensor dLogits) {
        Shapes.requireTargets(logits, targets, count, dLogits);
        return Nd4jLoss.crossEntropy(logits, targets, count, gradientScale, dLogits);
    }

    @Override
    public double squaredNorm(Tensor x) {
        double norm = x.array().castTo(DataType.DOUBLE).norm2Number().doubleValue();
        return norm * norm;
    }

    @Override
    public void adamW(Tensor parameters, Tensor gradients, Tensor firstMoment, Tensor secondMoment, AdamWStep step) {
        Shapes.requireMoments(parameters, gradients, firstMoment, secondMoment);
        INDArray p = parameters.array();
        INDArray m = firstMoment.array();
        INDArray v = secondMoment.array();
        INDArray g = gradients.array().mul(step.gradientScale());
        p.muli(1 - step.rate() * step.decay());
        m.muli(step.beta1()).addi(g.mul(1 - step.beta1()));
        v.muli(step.beta2()).addi(g.muli(g).muli(1 - step.beta2()));
        INDArray root = Transforms.sqrt(v.div(step.biasCorrection2()), false).addi(step.epsilon());
        p.subi(m.div(root).muli(step.rate() / step.biasCorrection1()));
    }

    @Override
    public void close() {
        // ND4J frees its arrays with the garbage collector; there is nothing else to give back.
    }
}
