package charlm.golden;

import charlm.tensor.Engine;
import charlm.tensor.Tensor;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Engines that do as others do and count what they are asked for. */
public final class WatchedEngine {
    private WatchedEngine() {}

    private interface Watcher {
        void called(String operation, Object[] arguments, Object result);
    }

    /** Returns {@code engine}, adding up the elements that it hands out, but not those of its workers. */
    public static Engine allocating(Engine engine, AtomicLong elements) {
        return allocating(engine, tensor -> elements.addAndGet(tensor.length()));
    }

    /**
     * Returns {@code engine}, keeping the most elements that it, or one of its workers, had in use at a time. Workers that
     * meet or miss each other give the same number.
     */
    public static Engine allocatingWithWorkers(Engine engine, AtomicLong mostElements) {
        List<Tensor> inUse = new ArrayList<>();
        Engine watched = allocating(engine, tensor -> {
            inUse.add(tensor);
            inUse.removeIf(other -> other.storage().isFreed());
            long elements = inUse.stream().mapToLong(Tensor::length).sum();
            mostElements.accumulateAndGet(elements, Math::max);
        });
        return proxy((method, arguments) -> method.getName().equals("openWorker")
                ? allocatingWithWorkers(engine.openWorker(), mostElements)
                : method.invoke(watched, arguments));
    }

    /** Returns {@code engine}, which tells {@code allocated} of every tensor that it hands out. */
    public static Engine allocating(Engine engine, Consumer<Tensor> allocated) {
        return watched(engine, (operation, arguments, result) -> {
            if (operation.equals("allocate")) {
                allocated.accept((Tensor) result);
            }
        });
    }

    /** Returns {@code engine}, keeping the most rows of which it computed a product with weights. */
    public static Engine projecting(Engine engine, AtomicLong mostRows) {
        return watched(engine, (operation, arguments, result) -> {
            if (operation.equals("linear")) {
                mostRows.accumulateAndGet(((Tensor) arguments[0]).dim(0), Math::max);
            }
        });
    }

    /** Returns {@code engine}, which asks for {@code workers} workers and gets each from {@code opened}. */
    public static Engine divided(Engine engine, int workers, Supplier<Engine> opened) {
        return proxy((method, arguments) -> switch (method.getName()) {
            case "workers" -> workers;
            case "openWorker" -> opened.get();
            default -> method.invoke(engine, arguments);
        });
    }

    /** Returns {@code engine}, which tells {@code called} of every operation, by its name, when it is done. */
    public static Engine noting(Engine engine, Consumer<String> called) {
        return watched(engine, (operation, arguments, result) -> called.accept(operation));
    }

    private static Engine watched(Engine engine, Watcher watcher) {
        return proxy((method, arguments) -> {
            Object result = method.invoke(engine, arguments);
            watcher.called(method.getName(), arguments, result);
            return result;
        });
    }

    private interface Operations {
        Object call(Method method, Object[] arguments) throws ReflectiveOperationException;
    }

    private static Engine proxy(Operations operations) {
        return (Engine) Proxy.newProxyInstance(
                Engine.class.getClassLoader(),
                new Class<?>[] {Engine.class},
                (proxy, method, arguments) -> operations.call(method, arguments));
    }
}
