package charlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.cli.command.Streams;
import charlm.cli.signal.StopSignals;
import charlm.experiment.ExitCode;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A result that does not arrive on the standard output is an error, but for a reader that has seen enough. */
final class StandardOutputTest {
    @TempDir
    private Path folder;

    @TempDir
    private Path logs;

    private static Optional<String> loss(String reason) {
        StandardOutput output = new StandardOutput(new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException(reason);
            }
        });
        PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
        out.println("a result");
        return output.loss();
    }

    @Test
    void whatArrivesIsUnchangedAndNothingIsLost() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StandardOutput output = new StandardOutput(bytes);
        new PrintStream(output, true, StandardCharsets.UTF_8).print("Köln\n");
        assertEquals("Köln\n", bytes.toString(StandardCharsets.UTF_8));
        assertEquals(Optional.empty(), output.loss());
    }

    @Test
    void aReaderThatHasLeftIsNoLoss() {
        assertEquals(Optional.empty(), loss("Broken pipe"));
        assertEquals(Optional.empty(), loss("Relais brisé (pipe)"));
    }

    @Test
    void askEndsWhenNobodyReadsItsAnswers() throws IOException {
        new CliHarness(folder)
                .succeed(
                        "pretrain vanilla @corpus.txt --writing_params_path @x.params --max-steps 1" + CliHarness.TINY);
        BufferedReader names = new BufferedReader(new StringReader("Ann\n".repeat(100)));
        Writer closed = new Writer() {
            @Override
            public void write(char[] text, int from, int count) throws IOException {
                throw new IOException("Broken pipe");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Streams streams = new Streams(names, false, new PrintWriter(closed), new PrintWriter(Writer.nullWriter()));
        String checkpoint = folder.resolve("x.params").toString();
        assertEquals(ExitCode.DONE, Cli.run(streams, folder, StopSignals.NONE, "ask", checkpoint, "--threads", "1"));
        assertEquals("Ann", names.readLine(), "it has read on to the end");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "needs /dev/full")
    void aFullDiskBehindTheStandardOutputIsToldAndHasItsExitCode() throws IOException, InterruptedException {
        CliHarness harness = new CliHarness(folder);
        harness.write("q.tsv", "Where was Ann born?\tLondon\n");
        ChildShell shell = new ChildShell(folder, logs);
        ChildShell.Result full = shell.run("charlm baseline q.tsv >/dev/full");
        assertEquals(ExitCode.FILES.code(), full.code(), full.err());
        assertTrue(full.err().contains("charlm: standard output: cannot be written ("), full.err());
        shell.run("{ charlm help pretrain; echo $? >code; } | true; grep -qx 0 code")
                .requireSuccess();
        shell.run("charlm baseline q.tsv >out; grep -q '^Correct: 1.0' out").requireSuccess();
    }
}
