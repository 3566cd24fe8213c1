package charlm.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is recorded of a command can be pasted where it was typed. */
final class ShellTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a/b.txt    | a/b.txt      | a/b.txt",
                "--seed=1   | --seed=1     | --seed=1",
                "my file    | 'my file'    | \"my file\"",
                "``         | ''           | \"\"",
                "it's       | 'it'\\''s'   | \"it's\"",
                "C:\\d\\x   | 'C:\\d\\x'   | C:\\d\\x",
                "a \\       | 'a \\'       | \"a \\\\\"",
                "say \"a\"  | 'say \"a\"'  | \"say \\\"a\\\"\"",
                "a\\\"b     | 'a\\\"b'     | \"a\\\\\\\"b\"",
                "@file      | @@file       | @@file",
                "@my file   | '@@my file'  | \"@@my file\"",
            })
    void everyArgumentStandsForItself(String argument, String posix, String windows) {
        assertEquals("charlm " + posix, ShellText.POSIX.commandLine("charlm", List.of(argument)));
        assertEquals("charlm " + windows, ShellText.WINDOWS.commandLine("charlm", List.of(argument)));
    }

    @Test
    void argumentsStayApart() {
        assertEquals("charlm ask 'a b' c", ShellText.POSIX.commandLine("charlm", List.of("ask", "a b", "c")));
    }
}
