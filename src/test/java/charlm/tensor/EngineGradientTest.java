package charlm.tensor;

import static charlm.tensor.CentralDifferences.check;
import static charlm.tensor.CentralDifferences.dot;

import charlm.tensor.nd4j.Nd4jEngine;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every backward operation of the double-precision engine against central differences of its forward operation. */
class EngineGradientTest {
    private static final int[] MASK_ROWS = {4, 1};

    private final Engine engine = new Nd4jEngine(NumberType.DOUBLE, 1);
    private final TestTensors tensors = new TestTensors(engine, false, 5);

    private static DropoutMask mask() {
        DropoutMask mask = new DropoutMask(0.25);
        mask.moveTo(0xD20L, MASK_ROWS);
        return mask;
    }

    @Test
    void linear() {
        Tensor x = tensors.changing(7, 5);
        Tensor weight = tensors.changing(3, 5);
        Tensor bias = tensors.changing(3);
        Tensor y = tensors.output(7, 3);
        Tensor dY = tensors.input(7, 3);
        Tensor dX = tensors.output(7, 5);
        Tensor dWeight = engine.allocate(3, 5);
        Tensor dBias = engine.allocate(3);
        engine.linearBackwardInput(dY, weight, dX);
        engine.linearBackwardWeight(dY, x, dWeight, dBias);
        DoubleSupplier loss = () -> {
            engine.linear(x, weight, bias, y);
            return dot(y, dY);
        };
        check("dX", x, dX, loss);
        check("dWeight", weight, dWeight, loss);
        check("dBias", bias, dBias, loss);
    }

    @Test
    void layerNorm() {
        Tensor x = tensors.changing(5, 7);
        Tensor gain = tensors.changing(7);
        Tensor bias = tensors.changing(7);
        Tensor y = tensors.output(5, 7);
        Tensor mean = tensors.output(5);
        Tensor variance = tensors.output(5);
        Tensor dY = tensors.input(5, 7);
        Tensor dX = tensors.output(5, 7);
        Tensor dGain = engine.allocate(7);
        Tensor dBias = engine.allocate(7);
        DoubleSupplier loss = () -> {
            engine.layerNorm(x, gain, bias, y, mean, variance);
            return dot(y, dY);
        };
        loss.getAsDouble();
        engine.layerNormBackward(dY, x, gain, mean, variance, dX, dGain, dBias);
        check("dX", x, dX, loss);
        check("dGain", gain, dGain, loss);
        check("dBias", bias, dBias, loss);
    }

    @Test
    void gelu() {
        Tensor x = tensors.changing(5, 7);
        Tensor y = tensors.output(5, 7);
        Tensor dY = tensors.input(5, 7);
        Tensor dX = tensors.output(5, 7);
        engine.geluBackward(x, dY, dX);
        check("dX", x, dX, () -> {
            engine.gelu(x, y);
            return dot(y, dY);
        });
    }

    @ParameterizedTest
    @CsvSource({"4, 4, false", "3, 5, false", "5, 3, false", "3, 5, true", "5, 3, true"})
    void attention(int queries, int keys, boolean shared) {
        AttentionShape shape = AttentionShape.uniform(2, 2, queries, keys, 3, shared);
        Tensor q = tensors.changing(shape.queryRows(), 6);
        Tensor k = tensors.changing(2L * keys, 6);
        Tensor v = tensors.changing(2L * keys, 6);
        Tensor weights = tensors.output(2, 2, queries, keys);
        Tensor out = tensors.output(2L * queries, 6);
        Tensor dOut = tensors.input(2L * queries, 6);
        Tensor dQ = tensors.output(shape.queryRows(), 6);
        Tensor dK = tensors.output(2L * keys, 6);
        Tensor dV = tensors.output(2L * keys, 6);
        for (DropoutMask mask : Arrays.asList(null, mask())) {
            DoubleSupplier loss = () -> {
                engine.attention(shape, new AttentionTensors(q, k, v, weights), mask, out);
                return dot(out, dOut);
            };
            loss.getAsDouble();
            engine.attentionBackward(
                    shape, dOut, new AttentionTensors(q, k, v, weights), mask, new AttentionGradients(dQ, dK, dV));
            check("dQ", q, dQ, loss);
            check("dK", k, dK, loss);
            check("dV", v, dV, loss);
        }
    }

    @Test
    void embedding() {
        int[] ids = {3, 0, 3, 3, 1, 0};
        Tensor tokens = tensors.changing(4, 5);
        Tensor positions = tensors.changing(4, 5);
        Tensor out = tensors.output(2 * 3, 5);
        Tensor dOut = tensors.input(2 * 3, 5);
        Tensor dTokens = engine.allocate(4, 5);
        Tensor dPositions = engine.allocate(4, 5);
        PackedSequences rows = PackedSequences.of(new int[] {2, 3}, 6);
        engine.embedBackward(ids, rows, dOut, dTokens, dPositions);
        DoubleSupplier loss = () -> {
            engine.embed(ids, rows, tokens, positions, out);
            return dot(out, dOut);
        };
        check("dTokens", tokens, dTokens, loss);
        check("dPositions", positions, dPositions, loss);
    }

    @Test
    void gatherAndScatterAreEachOthersGradient() {
        int[] indices = {4, 1, 0};
        Tensor full = tensors.changing(5, 3);
        Tensor packed = tensors.changing(3, 3);
        Tensor packedOut = tensors.output(3, 3);
        Tensor fullOut = tensors.output(5, 3);
        Tensor dPacked = tensors.input(3, 3);
        Tensor dFull = tensors.input(5, 3);
        engine.scatterRows(dPacked, indices, 2, fullOut);
        check("gather", full, fullOut, () -> {
            engine.gatherRows(full, indices, 2, packedOut);
            return dot(packedOut, dPacked);
        });
        engine.gatherRows(dFull, indices, 2, packedOut);
        check("scatter", packed, packedOut, () -> {
            engine.scatterRows(packed, indices, 2, fullOut);
            return dot(fullOut, dFull);
        });
    }

    @Test
    void dropoutIsItsOwnGradient() {
        Tensor x = tensors.changing(2 * 3, 5);
        Tensor branch = tensors.changing(2 * 3, 5);
        Tensor out = tensors.output(2 * 3, 5);
        Tensor dOut = tensors.input(2 * 3, 5);
        Tensor dBranch = tensors.output(2 * 3, 5);
        DropoutMask mask = mask();
        mask.moveTo(0xD20L, MASK_ROWS, PackedSequences.of(new int[] {2, 4}, 1));
        engine.dropout(dOut, mask, dBranch);
        check("dropout", x, dBranch, () -> {
            engine.dropout(x, mask, out);
            return dot(out, dOut);
        });
        DoubleSupplier sum = () -> {
            engine.addDropout(x, branch, mask, out);
            return dot(out, dOut);
        };
        check("branch", branch, dBranch, sum);
        check("x", x, dOut, sum);
    }

    @Test
    void crossEntropy() {
        int[] targets = {2, 0, 2, 1};
        Tensor logits = tensors.changing(5, 3);
        Tensor dLogits = tensors.output(5, 3);
        for (double scale : List.of(1.0, 0.25)) {
            engine.crossEntropy(logits, targets, 4, scale, dLogits);
            check("dLogits", logits, dLogits, () -> scale * engine.crossEntropy(logits, targets, 4, scale, null));
        }
    }
}
