package charlm.bench;

import charlm.data.MicroBatch;
import charlm.model.LanguageModel;
import charlm.tensor.AttentionShape;
import charlm.tensor.Engine;
import charlm.tensor.Tensor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Counts the floating-point operations of training steps: two for each multiply-add of the matrix products that the model
 * asks its engine for. Element-wise work is not counted; the masked half of attention is.
 *
 * <p>It is an engine that allocates but computes nothing, so counting costs next to no time.
 */
final class FlopCount implements InvocationHandler {
    private static final long PER_MULTIPLY_ADD = 2;

    private final Engine allocator;
    private long flops;

    private FlopCount(Engine allocator) {
        this.allocator = allocator;
    }

    /** Returns the operations of the forward and backward passes over {@code microBatches}. */
    static long of(LanguageModel model, List<MicroBatch> microBatches) {
        FlopCount count = new FlopCount(model.engine());
        LanguageModel counted = model.replica(
                (Engine) Proxy.newProxyInstance(Engine.class.getClassLoader(), new Class<?>[] {Engine.class}, count));
        microBatches.forEach(microBatch -> counted.accumulateGradients(microBatch, 1, 0, 0));
        return count.flops;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws ReflectiveOperationException {
        flops += PER_MULTIPLY_ADD * multiplyAdds(method.getName(), arguments);
        if (method.getReturnType() == void.class) {
            return null;
        }
        return method.getReturnType() == double.class ? (Object) 0.0 : method.invoke(allocator, arguments);
    }

    private static long multiplyAdds(String operation, Object... arguments) {
        return switch (operation) {
            case "linear", "linearBackwardInput" -> product((Tensor) arguments[0], (Tensor) arguments[1]);
            case "linearBackwardWeight" -> product((Tensor) arguments[1], (Tensor) arguments[2]);
            case "attention" -> 2 * product((AttentionShape) arguments[0]); // q kᵀ and weights v
            case "attentionBackward" -> 2 * 2 * product((AttentionShape) arguments[0]); // two for each of them
            default -> 0;
        };
    }

    private static long product(Tensor activations, Tensor weight) {
        return activations.dim(0) * weight.dim(0) * weight.dim(1);
    }

    private static long product(AttentionShape shape) {
        return shape.headDim()
                * IntStream.range(0, shape.batch()).mapToLong(shape::weightsOf).sum();
    }
}
