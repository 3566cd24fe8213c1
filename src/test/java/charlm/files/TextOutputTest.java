package charlm.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.ChildJvm;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A text goes into what is no regular file, and never takes its place. */
final class TextOutputTest {
    @TempDir
    private Path folder;

    /** Prints a line, writes another to a path, prints a third. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            System.out.println("before");
            TextOutputTest.write(Path.of(arguments[0]), "the text\n");
            System.out.println("after");
        }
    }

    private static void write(Path target, String text) {
        try (TextOutput output = TextOutput.open(target)) {
            output.write(text);
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aFileIsReplacedOnceTheTextIsThereAndNotBefore() throws IOException {
        Path file = Files.writeString(folder.resolve("x"), "old");
        try (TextOutput output = TextOutput.open(file)) {
            assertEquals("old", Files.readString(file));
            output.write("new");
        }
        assertEquals("new", Files.readString(file));
        assertEquals(List.of("x"), names());
        assertFalse(TextOutput.isStream(file) || TextOutput.isStream(folder));
    }

    @Test
    void aNamedPipeHandsTheTextToItsReaderAndStaysOne() throws IOException {
        Path pipe = SpecialFiles.pipe(folder.resolve("pipe"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), pipe.getFileName());
        for (Path named : List.of(pipe, link)) {
            CompletableFuture<String> read = SpecialFiles.reader(pipe);
            write(named, "Århus\n");
            assertEquals("Århus\n", read.join());
            assertTrue(SpecialFiles.isSpecial(pipe) && TextOutput.isStream(named));
        }
        assertEquals(List.of("link", "pipe"), names());
    }

    @Test
    void aDeviceStaysOne() throws IOException {
        Path device = SpecialFiles.device(folder.resolve("device"));
        CompletableFuture<String> read = SpecialFiles.reader(device);
        write(device, "text");
        read.join();
        assertTrue(SpecialFiles.isSpecial(device));
        assertEquals(List.of("device"), names());
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "needs /dev/full")
    void aDeviceThatTakesNothingHasNoReaderToBlame() {
        String said = assertThrows(OutputException.class, () -> write(Path.of("/dev/full"), "text"))
                .getMessage();
        assertTrue(said.startsWith("/dev/full: cannot be written (") && said.endsWith("; name another file"), said);
    }

    @Test
    void aSocketHandsTheTextToWhoeverListensAndIsRefusedWhereNobodyDoes() throws IOException {
        Path socket = Path.of(folder.toString(), "s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            write(socket, "text");
            try (SocketChannel accepted = server.accept()) {
                byte[] read = Channels.newInputStream(accepted).readAllBytes();
                assertEquals("text", new String(read, StandardCharsets.UTF_8));
            }
        }
        String said = assertThrows(OutputException.class, () -> TextOutput.open(socket))
                .getMessage();
        assertTrue(said.startsWith(socket + ": cannot be opened ("), said);
        assertTrue(SpecialFiles.isSpecial(socket));
    }

    @Test
    void outputOfTheProcessHoldsTheTextBetweenWhatIsPrintedBeforeAndAfter() throws Exception {
        for (String output : List.of("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")) {
            Process child = new ChildJvm(Child.class, output).start(folder);
            assertEquals(0, child.waitFor(), () -> output + Said.err(folder));
            assertEquals("before\nthe text\nafter\n", Files.readString(folder.resolve("child.out")), output);
            assertEquals(List.of("child.err", "child.out"), names());
        }
    }

    /** Reads what a child complained of. */
    private static final class Said {
        private static String err(Path folder) {
            try {
                return Files.readString(folder.resolve("child.err"));
            } catch (IOException e) {
                return e.toString();
            }
        }
    }

    @Test
    void aDescriptorThatIsClosedOrOnlyReadFromIsRefused() throws Exception {
        Path input = Files.writeString(folder.resolve("input"), "mine");
        for (String output : List.of("/dev/fd/0", "/dev/fd/977")) {
            Process child = new ChildJvm(Child.class, output).start(folder);
            assertEquals(1, child.waitFor());
            String said = Said.err(folder);
            assertTrue(said.contains(output + ": is a stream that cannot be written to; name a file"), said);
        }
        assertEquals("mine", Files.readString(input));
    }

    @Test
    void whatHasNoPlaceForTextIsRefused() {
        assertThrows(OutputException.class, () -> TextOutput.open(folder));
        assertThrows(
                OutputException.class,
                () -> TextOutput.open(folder.resolve("none").resolve("x")));
    }
}
