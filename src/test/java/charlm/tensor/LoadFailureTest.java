package charlm.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why a native library cannot be loaded is told by file, reason and way out. */
class LoadFailureTest {
    private static final String LIBRARY = "/home/ann/.javacpp/cache/x.jar/libx.so";

    private static String explain(Throwable root) {
        return explain(root, Optional.empty());
    }

    /** As JavaCPP and ND4J wrap what they meet. */
    private static String explain(Throwable root, Optional<String> jarFault) {
        Error link = new UnsatisfiedLinkError("no jnix in java.library.path");
        link.initCause(root);
        Throwable failure = new ExceptionInInitializerError(new RuntimeException("missing dependencies", link));
        return LoadFailure.explain(failure, () -> jarFault);
    }

    @Test
    void aFolderThatIsFullIsNamedWithTheSystemsReason() {
        String message = explain(new IOException("No space left on device"));
        assertTrue(message.contains(".javacpp"), message);
        assertTrue(message.contains("(No space left on device)"), message);
        assertTrue(message.contains("-Dorg.bytedeco.javacpp.cachedir=FOLDER"), message);
    }

    @ParameterizedTest
    @CsvSource({
        "failed to map segment from shared object, noexec",
        "cannot map: Operation not permitted, noexec",
        "file too short, delete that file",
        "invalid ELF header, delete that file",
        "'libgomp.so.1: cannot open shared object file: No such file or directory', install what it names",
        "'/lib/libc.so.6: version `GLIBC_2.34'' not found', install what it names"
    })
    void aLibraryThatTheSystemRefusesIsNamedWithReasonAndWayOut(String reason, String wayOut) {
        String message = explain(new UnsatisfiedLinkError(LIBRARY + ": " + LIBRARY + ": " + reason));
        assertTrue(message.startsWith("the system does not load " + LIBRARY + " (" + reason + "); "), message);
        assertTrue(message.contains(wayOut), message);
    }

    @Test
    void aDamagedJarIsNamedWhereItsLibraryIsMissed() {
        Throwable root = new UnsatisfiedLinkError("Could not find jnix in class, module, and library paths.");
        assertEquals("x.jar is damaged", explain(root, Optional.of("x.jar is damaged")));
        assertTrue(explain(root).startsWith(root.getMessage() + " This build lacks the native libraries of "));
    }

    @Test
    void anythingElseIsToldInOneLine() {
        assertEquals("java.lang.InternalError: a", explain(new InternalError("a\nb")));
    }
}
