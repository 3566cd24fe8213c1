package charlm.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NativeLibraryTest {
    private final List<String> calls = new ArrayList<>();

    private static EngineUnavailableException refused(NativeLibrary library) {
        return assertThrows(EngineUnavailableException.class, library::load);
    }

    @Test
    void aLibraryIsLoadedOnce() {
        NativeLibrary library = new NativeLibrary("engine x", () -> calls.add("load"));
        library.load();
        library.load();
        assertEquals(List.of("load"), calls);
    }

    /** As a class that cannot be initialised: its cause is told the first time alone. */
    @Test
    void theFirstCauseIsToldEveryTime() {
        NativeLibrary library = new NativeLibrary("engine x", () -> {
            calls.add("load");
            if (calls.size() == 1) {
                throw new ExceptionInInitializerError(new UnsatisfiedLinkError("Could not find x in the paths."));
            }
            throw new NoClassDefFoundError("Could not initialize class X");
        });
        EngineUnavailableException first = refused(library);
        assertTrue(first.getMessage().startsWith("engine x cannot start: "), first.getMessage());
        assertSame(first, refused(library));
    }

    @Test
    void theFailureOfALibraryThatItNeedsIsToldUnchanged() {
        EngineUnavailableException cause = new EngineUnavailableException("engine y cannot start: a reason");
        assertSame(cause, refused(new NativeLibrary("engine x", () -> {
            throw cause;
        })));
    }

    @Test
    void anyErrorOfALibraryIsAnEngineThatCannotStart() {
        for (Throwable error : List.of(new InternalError("a fault in memory"), new StackOverflowError())) {
            NativeLibrary library = new NativeLibrary("engine x", () -> {
                throw (Error) error;
            });
            assertSame(error, refused(library).getCause());
        }
    }
}
