package charlm.cli.signal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signals of the operating system. The first one is handed on; a second one, or a command that does not end in time,
 * halts the process.
 *
 * <p>By reflection: {@code sun.misc.Signal} is the only way to hear of a signal without ending, and naming it is a warning
 * that no annotation takes away.
 */
public final class ProcessSignals implements StopSignals {
    /** As long as a supervisor waits before it kills. */
    public static final Duration GRACE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(ProcessSignals.class);

    private final Duration grace;
    private final IntConsumer halt;

    public ProcessSignals(Duration grace, IntConsumer halt) {
        this.grace = grace;
        this.halt = halt;
    }

    @Override
    public Watch watch(Consumer<StopSignal> first) {
        AtomicBoolean asked = new AtomicBoolean();
        Map<StopSignal, Object> before = new EnumMap<>(StopSignal.class);
        for (StopSignal signal : StopSignal.values()) {
            before.put(signal, handle(signal, handler(() -> received(signal, asked, first))));
        }
        return () -> before.forEach(ProcessSignals::handle);
    }

    /** Called by the virtual machine on a thread of its own. */
    public void received(StopSignal signal, AtomicBoolean asked, Consumer<StopSignal> first) {
        int code = signal.exitCode().code();
        if (!asked.compareAndSet(false, true)) {
            LOG.warn("a second signal: stopping at once");
            halt.accept(code);
            return;
        }
        LOG.warn("SIG{}: finishing this step, then saving; send it again to stop at once", signal);
        Thread watchdog = new Thread(() -> haltLater(code), "stop-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
        first.accept(signal);
    }

    private void haltLater(int code) {
        try {
            Thread.sleep(grace.toMillis());
        } catch (InterruptedException e) {
            return;
        }
        LOG.error("not done {} s after the signal: stopping without saving", grace.toSeconds());
        halt.accept(code);
    }

    private static Object handler(Runnable received) {
        try {
            InvocationHandler invoked = (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                    received.run();
                    return null;
                }
                return method.getName().equals("equals") ? proxy == arguments[0] : System.identityHashCode(proxy);
            };
            Class<?> type = Class.forName("sun.misc.SignalHandler");
            return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, invoked);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("this Java has no sun.misc.SignalHandler", e);
        }
    }

    /** Puts {@code handler} in place and returns the one before. */
    private static Object handle(StopSignal signal, Object handler) {
        try {
            Class<?> type = Class.forName("sun.misc.Signal");
            Object number = type.getConstructor(String.class).newInstance(signal.name());
            return type.getMethod("handle", type, Class.forName("sun.misc.SignalHandler"))
                    .invoke(null, number, handler);
        } catch (InvocationTargetException e) {
            LOG.debug("SIG{} cannot be handled", signal, e); // java -Xrs, or the signal is ignored
            return handler;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java has no sun.misc.Signal", e);
        }
    }
}
