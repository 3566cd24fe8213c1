package charlm.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import charlm.tensor.Engine;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ProfilingEngineTest {
    private final Profile profile = new Profile();

    /** Notes what it is asked for. */
    private static final class Recorder {
        private final List<String> names = new ArrayList<>();
        private Object[] lastArguments;
        private Object answer;

        Engine engine() {
            return (Engine) Proxy.newProxyInstance(
                    Engine.class.getClassLoader(), new Class<?>[] {Engine.class}, (proxy, method, arguments) -> {
                        names.add(method.getName());
                        lastArguments = arguments == null ? new Object[0] : arguments;
                        answer = Samples.of(method.getReturnType(), names.size());
                        return answer;
                    });
        }
    }

    /** Values of any type, different for different numbers where the type allows it. */
    private static final class Samples {
        static Object of(Class<?> type, int number) {
            if (type == int.class) {
                return number;
            } else if (type == long.class) {
                return (long) number;
            } else if (type == double.class) {
                return (double) number;
            } else if (type == boolean.class) {
                return number % 2 == 0;
            } else if (type == String.class) {
                return "text " + number;
            } else if (type == int[].class) {
                return new int[] {number};
            } else if (type == long[].class) {
                return new long[] {number};
            }
            return null;
        }

        static Object[] of(Class<?>[] types) {
            Object[] values = new Object[types.length];
            Arrays.setAll(values, i -> of(types[i], i + 1));
            return values;
        }
    }

    @Test
    void everyOperationReachesTheEngineWithItsArgumentsAndItsAnswerComesBack() throws ReflectiveOperationException {
        Recorder recorder = new Recorder();
        Engine watched = ProfilingEngine.watch(recorder.engine(), profile);
        int operations = 0;
        for (Method operation : Engine.class.getMethods()) {
            Object[] arguments = Samples.of(operation.getParameterTypes());
            Object answer = operation.invoke(watched, arguments);
            assertEquals(++operations, recorder.names.size(), operation.toString());
            assertEquals(operation.getName(), recorder.names.get(operations - 1));
            assertArrayEquals(arguments, recorder.lastArguments, operation.toString());
            assertEquals(recorder.answer, answer, operation.toString());
        }
        Set<String> profiled = profile.entries(1).stream()
                .map(Profile.OperationTime::operation)
                .collect(Collectors.toSet());
        assertEquals(new TreeSet<>(recorder.names), new TreeSet<>(profiled));
        assertEquals(
                operations,
                profile.entries(1).stream()
                        .mapToLong(Profile.OperationTime::calls)
                        .sum());
    }

    @Test
    void whatTheEngineThrowsComesThroughAsItIs() {
        IllegalArgumentException thrown = new IllegalArgumentException("shapes");
        Engine broken = (Engine) Proxy.newProxyInstance(
                Engine.class.getClassLoader(), new Class<?>[] {Engine.class}, (proxy, method, arguments) -> {
                    throw thrown;
                });
        Engine watched = ProfilingEngine.watch(broken, profile);
        assertSame(thrown, assertThrows(IllegalArgumentException.class, () -> watched.gelu(null, null)));
        assertEquals("gelu", profile.entries(1).get(0).operation());
    }

    @Test
    void theLongestOperationComesFirstAndWhatIsLeftIsElsewhere() {
        profile.add("short", 1_000_000_000L);
        profile.add("long", 2_000_000_000L);
        profile.add("short", 500_000_000L);
        ProfileReport report = new ProfileReport(2, 4, profile.entries(1));
        assertEquals(new Profile.OperationTime("long", 1, 2), report.entries().get(0));
        assertEquals(
                new Profile.OperationTime("short", 2, 1.5), report.entries().get(1));
        assertEquals(0.5, report.elsewhereSeconds());
        assertEquals(
                new Profile.OperationTime("short", 2, 0.75), profile.entries(2).get(1), "two threads side by side");
        profile.reset();
        assertEquals(List.of(), profile.entries(1));
    }
}
