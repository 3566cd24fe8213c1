package charlm.bench;

import charlm.tensor.Engine;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * An engine that delegates to another one, as its workers do, and adds the time of every operation to a profile. It is a proxy
 * of the interface, so that no operation is missing here; a call costs about a microsecond more.
 */
final class ProfilingEngine implements InvocationHandler {
    private final Engine engine;
    private final Profile profile;

    private ProfilingEngine(Engine engine, Profile profile) {
        this.engine = engine;
        this.profile = profile;
    }

    /** Returns {@code engine} with its operations timed. */
    static Engine watch(Engine engine, Profile profile) {
        return (Engine) Proxy.newProxyInstance(
                Engine.class.getClassLoader(), new Class<?>[] {Engine.class}, new ProfilingEngine(engine, profile));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        long start = System.nanoTime();
        try {
            Object answer = method.invoke(engine, arguments);
            return answer instanceof Engine worker ? watch(worker, profile) : answer;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } finally {
            profile.add(method.getName(), System.nanoTime() - start);
        }
    }
}
