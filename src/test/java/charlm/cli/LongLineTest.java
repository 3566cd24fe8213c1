package charlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.experiment.ExitCode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A line many times as long as the heap of the JVM that reads it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs a POSIX shell")
final class LongLineTest {
    private static final String SMALL_HEAP = "export LC_ALL=C.UTF-8; FLAGS=-Xmx16m; ";
    private static final int MEBIBYTE = 1 << 20;
    private static final int MEBIBYTES = 96;
    private static final long CHARACTERS = (long) MEBIBYTES * MEBIBYTE;

    @TempDir
    private Path folder;

    @TempDir
    private Path logs;

    private ChildShell shell;

    @BeforeEach
    void start() {
        shell = new ChildShell(folder, logs);
    }

    @Test
    void aDocumentIsReadInLittleMemoryAndAllOfItIsSeen() throws IOException, InterruptedException {
        write("corpus.txt", "first\n", "é\nlast\n");
        ChildShell.Result result = shell.run(SMALL_HEAP + "charlm dataset charcorruption corpus.txt --block-size 16")
                .requireSuccess();
        String[] lines = result.out().split("\n");
        assertEquals(8, lines.length, result.out());
        assertTrue(lines[2].startsWith("x: x"), result.out());
        assertTrue(lines[4].startsWith("x: l"), result.out());

        write("reserved.txt", "first\n", "é\u25a1\n");
        result = shell.run(SMALL_HEAP + "charlm dataset charcorruption reserved.txt");
        assertEquals(ExitCode.INPUT_DATA.code(), result.code(), result.err());
        assertTrue(result.err().contains("reserved.txt:2:" + (CHARACTERS + 2) + ": U+25A1"), result.err());
    }

    @Test
    void aLineOfQuestionsIsRefusedByItsNumberBeforeItIsHeld() throws IOException, InterruptedException {
        write("questions.tsv", "Who?\tRome\nWho?\tOslo\n", "?\tRome\n");
        ChildShell.Result result = shell.run(SMALL_HEAP + "charlm baseline questions.tsv");
        assertEquals(ExitCode.INPUT_DATA.code(), result.code(), result.err());
        assertTrue(result.err().contains("questions.tsv:3: the line has more than 65536 characters"), result.err());
        assertEquals(1, result.err().lines().count(), result.err());
    }

    private void write(String name, String before, String after) throws IOException {
        byte[] block = new byte[MEBIBYTE];
        Arrays.fill(block, (byte) 'x');
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            out.write(before.getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < MEBIBYTES; i++) {
                out.write(block);
            }
            out.write(after.getBytes(StandardCharsets.UTF_8));
        }
    }
}
